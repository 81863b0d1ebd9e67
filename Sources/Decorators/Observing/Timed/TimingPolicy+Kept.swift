import DecoratorPrimitives

extension TimingPolicy: KeptPolicy {
  private static let kept = AddressTable<TimingPolicy>(buckets: 1_024)

  public static func kept(at address: Int, _ make: () -> TimingPolicy) -> TimingPolicy {
    kept.value(at: address, make)
  }
}
