import Rendering

/// A portal's accent: from one brand colour everything that the site needs to stay readable, in light and dark.
///
/// The sheet has no style attribute to live in, so it is served as a file; its name holds the colour, and the sheet can
/// be made again from the name alone.
package struct BrandTheme: Sendable, Equatable {
    /// The templates' own colour.
    package static let standard = BrandTheme(primary: "#8250FF")

    package let primary: BrandColor

    /// A colour that cannot be read as `#rgb` or `#rrggbb` gives the standard one.
    package init(primary hex: String) {
        primary = BrandColor(hex: hex) ?? BrandColor(hex: "#8250FF") ?? .black
    }

    /// The address of the sheet, for a link in the head after `site.css`.
    package var path: String { asset.address }

    /// Custom properties that override the accent group of `tokens.css`.
    package var css: String {
        let onDark = primary.readable(on: .darkGround, towards: .white, ratio: 3)
        let lightText = primary.readable(on: .lightGround, towards: .black)
        let darkText = primary.readable(on: .darkGround, towards: .white, ratio: 6)
        let rows = [
            ("accent", fill(primary), fill(onDark)),
            (
                "accent-hover", fill(primary).mixed(with: hoverEnd(primary), 0.12),
                fill(onDark).mixed(with: hoverEnd(onDark), 0.12)
            ),
            ("accent-contrast", fill(primary).ink, fill(onDark).ink),
            ("accent-text", lightText, darkText),
            ("accent-soft", primary.mixed(with: .white, 0.92), primary.mixed(with: Self.night, 0.84)),
            ("accent-border", primary.mixed(with: .white, 0.7), primary.mixed(with: Self.night, 0.55)),
        ]
        let lines = rows.map { "    --color-\($0.0): light-dark(\($0.1.hex), \($0.2.hex));\n" }
        return ":root {\n\(lines.joined())}\n"
    }

    /// The sheet with this file name; nil when it is no brand sheet, or one that an older program made.
    package static func sheet(fileName: String) -> Asset? {
        let parts = fileName.split(separator: ".")
        guard parts.count == 3, parts[2] == "css", parts[0].hasPrefix("brand-"),
            let color = BrandColor(hex: "#\(parts[0].dropFirst(6))")
        else { return nil }
        let asset = BrandTheme(primary: color.hex).asset
        return asset.fileName == fileName ? asset : nil
    }

    private static let night = BrandColor(hex: "#0f1115") ?? .black

    private var asset: Asset {
        Asset(name: "brand-\(primary.hex.dropFirst()).css", bytes: Array(css.utf8))
    }

    /// The colour itself, moved only as far as text on it needs.
    private func fill(_ color: BrandColor) -> BrandColor {
        let end: BrandColor = color.ink == .white ? .black : .white
        return color.readable(on: color.ink, towards: end, ratio: 4.5)
    }

    private func hoverEnd(_ color: BrandColor) -> BrandColor {
        color.ink == .white ? .black : .white
    }
}
