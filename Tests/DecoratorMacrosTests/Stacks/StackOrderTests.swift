import DecoratorMacros
import Testing

/// First written is outermost: each of the 64 ordered choices of the four attributes does what the same nesting by hand does.
@Suite struct StackOrderTests {
  @Test(arguments: SyncStacks.all.indices)
  func attributesOnSynchronousFunction_doWhatTheSameNestingDoes(_ index: Int) {
    let (stack, function) = SyncStacks.all[index]
    let (annotated, byHand) = (SyncStacks(), SyncStacks())
    let nested = byHand.byHand(stack)
    #expect(annotated.events(of: function(annotated)) == byHand.events { try nested($0) }, "\(stack)")
  }

  @Test(arguments: AsyncStacks.all.indices)
  func attributesOnAsynchronousFunction_doWhatTheSameNestingDoes(_ index: Int) async {
    let (stack, function) = AsyncStacks.all[index]
    let (annotated, byHand) = (AsyncStacks(), AsyncStacks())
    let nested = byHand.byHand(stack)
    let expected = await byHand.events { try await nested($0) }
    #expect(await annotated.events(of: function(annotated)) == expected, "\(stack)")
  }

  @Test func everyStack_canBeToldFromEveryOther() {
    let events = SyncStacks.all.map { stack in
      let stacks = SyncStacks()
      return stacks.events(of: stack.call(stacks))
    }
    #expect(events.count == 64)
    #expect(Set(events).count == 64)
    #expect(Set(SyncStacks.all.map(\.stack)).count == 64)
    #expect(AsyncStacks.all.map(\.stack) == SyncStacks.all.map(\.stack))
  }
}
