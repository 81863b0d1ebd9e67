import PlatformC

/// Wakes a thread that waits for nothing else: each ring lets one wait pass.
///
/// ``WakePipe`` wakes a thread that waits for a descriptor too. A pipe could do the work of a doorbell, but it costs two
/// descriptors and a system call for each ring, and each file that is read ahead has several doorbells.
final class Doorbell: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var rings: Int

  init(rings: Int) {
    self.rings = rings
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func ring() {
    pthread_mutex_lock(mutex)
    rings += 1
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func wait() {
    pthread_mutex_lock(mutex)
    while rings == 0 { pthread_cond_wait(condition, mutex) }
    rings -= 1
    pthread_mutex_unlock(mutex)
  }
}
