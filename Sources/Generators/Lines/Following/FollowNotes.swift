/// What has been noted of the files in all iterations.
struct FollowNotes {
  var counts = FollowCounts()
  /// Where each file was begun.
  var beginnings = FollowedPositions()
}
