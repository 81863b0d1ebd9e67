import DecoratorPrimitives

extension CountingPolicy: KeptPolicy {
  private static let kept = AddressTable<CountingPolicy>(buckets: 256)

  public static func kept(at address: Int, _ make: () -> CountingPolicy) -> CountingPolicy {
    kept.value(at: address, make)
  }
}
