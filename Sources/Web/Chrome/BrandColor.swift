/// An opaque colour, with what readable contrast needs to know about it.
package struct BrandColor: Sendable, Equatable {
    let red: Double
    let green: Double
    let blue: Double

    private init(_ red: Double, _ green: Double, _ blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// From `#rgb` or `#rrggbb`; nil for anything else.
    package init?(hex: String) {
        guard hex.hasPrefix("#") else { return nil }
        var digits = hex.dropFirst().compactMap(\.hexDigitValue)
        guard digits.count == hex.count - 1 else { return nil }
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6 else { return nil }
        self.init(
            Double(digits[0] * 16 + digits[1]) / 255, Double(digits[2] * 16 + digits[3]) / 255,
            Double(digits[4] * 16 + digits[5]) / 255)
    }

    static let white = BrandColor(1, 1, 1)
    static let black = BrandColor(0, 0, 0)
    /// The grounds that text of the accent colour stands on, as in `tokens.css`; the less favourable of each theme.
    static let lightGround = BrandColor(0.945, 0.953, 0.965)
    static let darkGround = BrandColor(0.114, 0.129, 0.157)

    /// `#8250ff`.
    var hex: String {
        "#"
            + [red, green, blue].map { part in
                let byte = Int((min(max(part, 0), 1) * 255).rounded())
                return (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
    }

    /// Relative luminance, as WCAG defines it.
    var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The contrast ratio of two colours, 1 to 21.
    package func contrast(to other: BrandColor) -> Double {
        let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
        return (high + 0.05) / (low + 0.05)
    }

    /// This much of the way to another colour.
    func mixed(with other: BrandColor, _ share: Double) -> BrandColor {
        BrandColor(
            red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share)
    }

    /// The nearest colour towards `end` that has this contrast to `ground`.
    func readable(on ground: BrandColor, towards end: BrandColor, ratio: Double = 4.6) -> BrandColor {
        var share = 0.0
        while share < 1, mixed(with: end, share).contrast(to: ground) < ratio { share += 0.02 }
        return mixed(with: end, min(share, 1))
    }

    /// What can be read on this colour: white where it reaches 4.5, else whichever of near-black and white is better.
    var ink: BrandColor {
        if contrast(to: .white) >= 4.5 { return .white }
        let dark = BrandColor(0.055, 0.067, 0.094)
        return contrast(to: dark) >= contrast(to: .white) ? dark : .white
    }

    /// sRGB to linear light.
    private static func linear(_ part: Double) -> Double {
        if part <= 0.04045 { return part / 12.92 }
        let base = (part + 0.055) / 1.055
        // base^2.4 = base^2 * (base^0.2)^2, and the fifth root converges quickly by Newton's method.
        var root = 0.5 + base * 0.5
        for _ in 0..<12 { root = (4 * root + base / (root * root * root * root)) / 5 }
        return base * base * root * root
    }
}
