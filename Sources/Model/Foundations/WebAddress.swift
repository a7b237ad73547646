/// What counts as the address of another server.
package enum WebAddress {
    package static let pattern = TextRule.Pattern(#"^https?://[^\s/?#]+[^\s]*$"#, accepts: isWebAddress)

    /// An `http` or `https` address with a host and without spaces.
    package static func isWebAddress(_ text: String) -> Bool {
        guard let start = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
            return false
        }
        let host = text.dropFirst(start.count).prefix { !"/?#".contains($0) }
        return !host.isEmpty && !host.contains("@")
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
    }
}
