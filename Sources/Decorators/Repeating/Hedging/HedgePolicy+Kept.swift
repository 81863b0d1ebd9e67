import DecoratorPrimitives

extension HedgePolicy: KeptPolicy {
  private static let kept = AddressTable<HedgePolicy>(buckets: 256)

  public static func kept(at address: Int, _ make: () -> HedgePolicy) -> HedgePolicy {
    kept.value(at: address, make)
  }
}
