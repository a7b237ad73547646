/// Which extensions of libcmark-gfm a text may use: each needs quadratic time for some hostile texts.
struct MarkdownCost {
    private(set) var allowsAutolinks = true
    private(set) var allowsTables = true
    private(set) var allowsFootnotes = true

    /// Counts, per word and per line, what each extension would go through again and again.
    init(_ text: String) {
        var wordLength = 0
        var wordLinks = 0
        var linkWork = 0
        var pipes = 0
        var footnotes = 0
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ":"), UInt8(ascii: "@"): wordLinks += 1
            case UInt8(ascii: "."): if previous | 0x20 == UInt8(ascii: "w") { wordLinks += 1 }
            case UInt8(ascii: "|"):
                pipes += 1
                if pipes > 4_000 { allowsTables = false }
            case UInt8(ascii: "^"): if previous == UInt8(ascii: "[") { footnotes += 1 }
            default: break
            }
            if byte <= 0x20 {
                linkWork += wordLength * wordLinks
                (wordLength, wordLinks) = (0, 0)
                if byte == 0x0A { pipes = 0 }
            } else {
                wordLength += 1
            }
            previous = byte
        }
        allowsAutolinks = linkWork + wordLength * wordLinks < 50_000_000
        allowsFootnotes = footnotes < 2_000
    }
}
