import Testing
import Web

@Suite struct BrandThemeTests {
    static let colors = ["#8250FF", "#FFD400", "#000000", "#FFFFFF", "#777777", "#0F0", "#F00", "#00f", "#ff69b4"]

    @Test(arguments: colors)
    func whatStandsOnTheAccentCanBeRead(_ color: String) throws {
        for theme in 0...1 {
            let fill = try value("accent", of: color, theme)
            let hover = try value("accent-hover", of: color, theme)
            let ink = try value("accent-contrast", of: color, theme)
            #expect(fill.contrast(to: ink) >= 4.5)
            #expect(hover.contrast(to: ink) >= 4.5)
        }
    }

    @Test(arguments: colors)
    func accentTextCanBeReadOnTheGroundsOfBothThemes(_ color: String) throws {
        for (theme, grounds) in [["#ffffff", "#f6f7f9", "#f1f3f6"], ["#0f1115", "#16191f", "#1d2128"]].enumerated() {
            let text = try value("accent-text", of: color, theme)
            let soft = try value("accent-soft", of: color, theme)
            for ground in try grounds.map({ try #require(BrandColor(hex: $0)) }) + [soft] {
                #expect(text.contrast(to: ground) >= 4.5)
            }
        }
    }

    @Test func aColourThatReadsWellIsTakenAsItIs() {
        #expect(BrandTheme(primary: "#8250FF").css.contains("--color-accent: light-dark(#8250ff"))
    }

    @Test(arguments: ["", "red", "#12", "#12345", "#gggggg", "8250FF", "#fff;} body{display:none"])
    func whatIsNoColourGivesTheStandardSheet(_ text: String) {
        #expect(BrandColor(hex: text) == nil)
        #expect(BrandTheme(primary: text).css == BrandTheme.standard.css)
    }

    @Test func theSheetCanBeMadeAgainFromItsName() throws {
        let theme = BrandTheme(primary: "#0AF")
        let file = String(try #require(theme.path.split(separator: "/").last))
        #expect(BrandTheme.sheet(fileName: file)?.address == theme.path)
    }

    @Test func contrastIsThatOfTheGuidelines() throws {
        let white = try #require(BrandColor(hex: "#fff"))
        #expect(abs(try #require(BrandColor(hex: "#000")).contrast(to: white) - 21) < 0.01)
        #expect(abs(try #require(BrandColor(hex: "#767676")).contrast(to: white) - 4.54) < 0.01)
    }

    private func value(_ name: String, of color: String, _ theme: Int) throws -> BrandColor {
        let css = BrandTheme(primary: color).css
        let start = try #require(css.firstRange(of: "--color-\(name): light-dark("))
        let values = css[start.upperBound...].prefix { $0 != ")" }.split(separator: ", ")
        return try #require(BrandColor(hex: String(values[theme])))
    }
}
