import Testing

@testable import Generators

@Suite("Processors")
struct ProcessorsTests {
  @Test("At least one processor is available")
  func available() { #expect(Processors.available >= 1) }

  @Test(
    "A mask of processors is counted",
    arguments: [
      ("Name:\ta\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n", 8), ("Cpus_allowed:\t00000001,80000000\n", 2),
      ("Cpus_allowed:\t3", 2),
    ]
  )
  func mask(status: String, count: Int) { #expect(ProcessorMask.count(in: status) == count) }

  @Test("A status without a mask says nothing")
  func noMask() {
    #expect(ProcessorMask.count(in: "Name:\tx\n") == nil)
    #expect(ProcessorMask.count(in: "Cpus_allowed:\t0\n") == nil)
  }

  @Test("The folders of a group and of those around it are looked into")
  func folders() {
    #expect(
      ProcessorQuota.folders(of: "0::/a/b\n") == ["/sys/fs/cgroup", "/sys/fs/cgroup/a/b", "/sys/fs/cgroup/a"]
    )
    #expect(ProcessorQuota.folders(of: "0::/\n") == ["/sys/fs/cgroup"])
    let old = "4:memory:/m\n3:cpu,cpuacct:/docker/x:y\n1:name=systemd:/s\n"
    #expect(
      ProcessorQuota.folders(of: old)
        == ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu/docker/x:y", "/sys/fs/cgroup/cpu/docker"]
    )
    #expect(ProcessorQuota.folders(of: "nonsense\n").isEmpty)
  }

  @Test(
    "A quota is rounded up to whole processors",
    arguments: [
      ("max 100000\n", nil), ("150000 100000\n", 2), ("200000 100000\n", 2), ("10000 100000\n", 1), ("junk", nil),
      ("-1 100000\n", nil), ("100 0\n", nil), ("\(Int.max) 1", Int.max),
    ]
  )
  func quota(text: String, count: Int?) {
    #expect(ProcessorQuota.smallest(of: ["/g"]) { $0 == "/g/cpu.max" ? text : nil } == count)
  }

  @Test("The smallest quota of all groups counts, in both versions of control groups")
  func smallest() {
    let texts = [
      "/a/cpu.max": "400000 100000", "/a/b/cpu.max": "200000 100000", "/old/cpu.cfs_quota_us": "300000\n",
      "/old/cpu.cfs_period_us": "100000\n",
    ]
    #expect(ProcessorQuota.smallest(of: ["/a", "/a/b", "/none"]) { texts[$0] } == 2)
    #expect(ProcessorQuota.smallest(of: ["/old"]) { texts[$0] } == 3)
    #expect(ProcessorQuota.smallest(of: ["/none"]) { texts[$0] } == nil)
  }
}
