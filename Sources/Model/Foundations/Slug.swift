import Foundation

/// Names turned into addresses, by the same steps as existing clients.
package enum Slug {
    /// `API v2.0 (Beta)` becomes `api-v20-beta`; empty when nothing is left.
    package static func make(_ name: String) -> String {
        let plain = name.decomposedStringWithCompatibilityMapping.unicodeScalars
            .filter { !(0x300...0x36F).contains($0.value) }
        var text = String(String.UnicodeScalarView(plain))
        text = text.replacing(#/([A-Z]*)([A-Z])([a-z]+)/#) { " \($0.1) \($0.2)\($0.3)" }
        text = text.replacing(#/([A-Z]+)$/#) { " \($0.1)" }
        text = text.lowercased().trimmingCharacters(in: .whitespacesAndNewlines)
        text = text.replacing(#/\s+/#, with: "-")
        text = text.replacing(#/[^a-zA-Z0-9_\-]/#, with: "")
        text = text.replacing("_", with: "-").replacing(#/-+/#, with: "-")
        return text.trimmingCharacters(in: CharacterSet(charactersIn: "-"))
    }
}
