/// Cuts texts into the words that search compares: lower case, as bytes.
enum SearchWords {
    typealias Word = [UInt8]

    /// Longer words are cut.
    static let maximumLength = 40

    /// Calls back for each run of letters and digits, and for the parts of runs such as `getPetById`.
    static func each(in text: String, withParts: Bool = true, _ body: (Word) -> Void) {
        var run: [Unicode.Scalar] = []
        func close() {
            guard !run.isEmpty else { return }
            body(lower(run[...]))
            if withParts { parts(of: run).forEach(body) }
            run.removeAll(keepingCapacity: true)
        }
        for scalar in text.unicodeScalars {
            if isPart(scalar) { run.append(scalar) } else { close() }
        }
        close()
    }

    static func all(in text: String, withParts: Bool = true) -> [Word] {
        var words: [Word] = []
        each(in: text, withParts: withParts) { words.append($0) }
        return words
    }

    static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return scalar.properties.isAlphabetic || scalar.properties.numericType != nil }
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": return true
        default: return false
        }
    }

    static func lower(_ run: ArraySlice<Unicode.Scalar>) -> Word {
        var word: Word = []
        for scalar in run {
            guard word.count < maximumLength else { break }
            if scalar.isASCII {
                let byte = UInt8(scalar.value)
                word.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
            } else {
                word += Array(scalar.properties.lowercaseMapping.utf8)
            }
        }
        return word
    }

    /// Where lower case becomes upper case, and before the last letter of `APIKey`'s capitals; none for plain words.
    private static func parts(of run: [Unicode.Scalar]) -> [Word] {
        guard run.dropFirst().contains(where: isUpper) else { return [] }
        var starts = [0]
        for place in run.indices.dropFirst() where isUpper(run[place]) {
            let next = place + 1 < run.count ? run[place + 1] : nil
            if !isUpper(run[place - 1]) || next.map({ !isUpper($0) }) ?? false { starts.append(place) }
        }
        guard starts.count > 1 else { return [] }
        return zip(starts, starts.dropFirst() + [run.count]).map { lower(run[$0..<$1]) }
    }

    private static func isUpper(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? scalar.value >= 0x41 && scalar.value <= 0x5A : scalar.properties.isUppercase
    }
}

/// What somebody looks for: a few words, all of which are to be found.
package struct SearchQuery: Sendable {
    private static let maximumWords = 8

    package let text: String
    let words: [SearchWords.Word]

    package init(_ text: String) {
        self.text = String(text.prefix(300))
        words = Array(SearchWords.all(in: self.text, withParts: false).prefix(Self.maximumWords))
    }

    package var isEmpty: Bool { words.isEmpty }
}

/// How well a word that somebody wrote fits a word that there is.
struct WordFit {
    var quality: Float
    /// Whether it fits only if somebody mistyped.
    var isGuess = false

    init?(_ word: SearchWords.Word, _ known: SearchWords.Word) {
        let share = Float(word.count) / Float(max(1, known.count))
        if word == known {
            quality = 1
        } else if word.count >= 2, known.starts(with: word) {
            quality = 0.6 + 0.3 * share
        } else if known.count >= 3, word.count - known.count <= 2, word.starts(with: known) {
            // Plurals of what there is.
            quality = 0.7
        } else if word.count >= 3, Self.place(of: word, in: known) != nil {
            quality = 0.3 + 0.3 * share
        } else if let distance = Self.distance(word, known) {
            quality = 0.5 - 0.1 * Float(distance)
            isGuess = true
        } else {
            return nil
        }
    }

    /// Where the word begins inside another; nil when it does not.
    static func place(of word: SearchWords.Word, in known: SearchWords.Word) -> Int? {
        guard known.count >= word.count else { return nil }
        return (0...known.count - word.count).first { known[$0...].starts(with: word) }
    }

    /// How many slips lie between the word and a beginning of the other; nil when more than one may make.
    private static func distance(_ word: SearchWords.Word, _ known: SearchWords.Word) -> Int? {
        let most = word.count >= 8 ? 2 : word.count >= 4 ? 1 : 0
        guard most > 0, known.count >= word.count - most else { return nil }
        let other = known.prefix(word.count + most)
        var before: [Int] = [], last = Array(0...other.count)
        for (row, byte) in word.enumerated() {
            var line = [row + 1]
            line.reserveCapacity(other.count + 1)
            for (column, against) in other.enumerated() {
                var least = min(line[column] + 1, last[column + 1] + 1, last[column] + (byte == against ? 0 : 1))
                if row > 0, column > 0, byte == other[column - 1], word[row - 1] == against {
                    least = min(least, before[column - 1] + 1)
                }
                line.append(least)
            }
            if let least = line.min(), least > most { return nil }
            (before, last) = (last, line)
        }
        // A whole word, or as much of it as was written.
        let least = known.count <= other.count ? last[other.count] : Int.max
        let best = min(least, last.suffix(2 * most + 1).min() ?? .max)
        return best <= most ? best : nil
    }
}
