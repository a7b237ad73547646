import Foundation

/// Names turned into addresses, by the same steps as existing clients.
package enum Slug {
    /// `API v2.0 (Beta)` becomes `api-v20-beta`; empty when nothing is left.
    package static func make(_ name: String) -> String {
        if let slug = plain(name) { return slug }
        let plain = name.decomposedStringWithCompatibilityMapping.unicodeScalars
            .filter { !(0x300...0x36F).contains($0.value) }
        return stepwise(String(String.UnicodeScalarView(plain)))
    }

    /// The steps, one after the other.
    static func stepwise(_ name: String) -> String {
        var text = name.replacing(#/([A-Z]*)([A-Z])([a-z]+)/#) { " \($0.1) \($0.2)\($0.3)" }
        text = text.replacing(#/([A-Z]+)$/#) { " \($0.1)" }
        text = text.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        text = text.replacing(#/\s+/#, with: "-")
        text = text.replacing(#/[^a-zA-Z0-9_\-]/#, with: "")
        text = text.replacing("_", with: "-").replacing(#/-+/#, with: "-")
        return text.trimmingCharacters(in: CharacterSet(charactersIn: "-"))
    }

    /// The same in one pass, a hundred times as fast, for printable ASCII; nil for anything else.
    static func plain(_ name: String) -> String? {
        let bytes = Array(name.utf8)
        var slug: [UInt8] = [], isApart = false, index = 0
        func add(_ byte: UInt8) {
            if isApart && !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
            isApart = false
            slug.append(byte)
        }
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                let end = bytes[index...].firstIndex { !isUpper($0) } ?? bytes.count
                // A word begins before capitals, and before the last of them when small letters follow.
                let isFollowed = end < bytes.count && isLower(bytes[end])
                if isFollowed || end == bytes.count { isApart = true }
                for place in index..<end {
                    if isFollowed && place == end - 1 { isApart = true }
                    add(bytes[place] | 0x20)
                }
                index = end - 1
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): add(bytes[index])
            case UInt8(ascii: " "), UInt8(ascii: "_"), UInt8(ascii: "-"): isApart = true
            case 0x21...0x7E: break
            default: return nil
            }
            index += 1
        }
        return String(decoding: slug, as: UTF8.self)
    }

    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
}
