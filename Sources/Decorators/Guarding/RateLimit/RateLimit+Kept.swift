import DecoratorPrimitives

extension RateLimit: KeptPolicy {
  private static let kept = AddressTable<RateLimit>(buckets: 256)

  public static func kept(at address: Int, _ make: () -> RateLimit) -> RateLimit {
    kept.value(at: address, make)
  }
}
