extension Rules {
  static let curl = """
    headers: []
    """
}
