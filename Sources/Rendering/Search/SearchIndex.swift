/// Entries by their words. Made once, asked often.
package struct SearchIndex: Sendable {
    /// Where in an entry a word stands, and how much it counts there.
    private enum Field: UInt32 {
        case title, path, id, names, tags, text

        var weight: Float {
            switch self {
            case .title: 10
            case .path, .id: 8
            case .names: 5
            case .tags: 4
            case .text: 2
            }
        }
    }

    package let entries: [SearchEntry]
    private var vocabulary: [SearchWords.Word] = []
    /// For each entry where its postings begin; a posting is the number of a word, and its field.
    private var starts: [Int] = []
    private var postings: [UInt32] = []

    package init(_ entries: [SearchEntry]) {
        self.entries = entries
        var numbers: [SearchWords.Word: UInt32] = [:]
        starts.reserveCapacity(entries.count + 1)
        for entry in entries {
            starts.append(postings.count)
            var seen: Set<UInt32> = []
            for (field, texts) in Self.fields(entry) {
                for text in texts {
                    SearchWords.each(in: text) { word in
                        let number = numbers[word] ?? UInt32(numbers.count)
                        if number == numbers.count {
                            numbers[word] = number
                            vocabulary.append(word)
                        }
                        let posting = number << 3 | field.rawValue
                        if seen.insert(posting).inserted { postings.append(posting) }
                    }
                }
            }
        }
        starts.append(postings.count)
    }

    private static func fields(_ entry: SearchEntry) -> [(Field, [String])] {
        [
            (.title, [entry.title]), (.path, [entry.path, entry.method]), (.id, [entry.id]), (.names, entry.names),
            (.tags, entry.tags), (.text, [entry.text]),
        ]
    }

    /// About how many bytes it holds.
    package var size: Int {
        let texts = entries.reduce(0) { size, entry in
            size + 200 + entry.title.utf8.count + entry.path.utf8.count + entry.text.utf8.count
                + entry.names.reduce(0) { $0 + 16 + $1.utf8.count }
        }
        return texts + postings.count * 4 + vocabulary.reduce(0) { $0 + 40 + $1.count }
    }

    /// The entries that hold every word, the best first.
    package func matches(
        _ query: SearchQuery, limit: Int, where isShown: (SearchEntry) -> Bool = { _ in true }
    ) -> [SearchMatch] {
        guard !query.isEmpty else { return [] }
        let fits = query.words.map { word in vocabulary.map { WordFit(word, $0) } }
        // Most queries fit nothing of most indexes.
        guard fits.allSatisfy({ $0.contains { $0 != nil } }) else { return [] }
        var found: [SearchMatch] = []
        for (place, entry) in entries.enumerated() {
            guard let match = match(entry, postings[starts[place]..<starts[place + 1]], fits, query), isShown(entry)
            else { continue }
            found.append(match)
        }
        return Array(found.sorted { $0.score > $1.score }.prefix(limit))
    }

    private func match(
        _ entry: SearchEntry, _ postings: ArraySlice<UInt32>, _ fits: [[WordFit?]], _ query: SearchQuery
    ) -> SearchMatch? {
        var score: Float = 0, isGuess = false, titled = 0
        for fit in fits {
            var best: Float = 0, isBestGuess = true, isInTitle = false
            for posting in postings {
                guard let found = fit[Int(posting >> 3)], let field = Field(rawValue: posting & 7) else { continue }
                let value = found.quality * field.weight
                // What was certainly meant counts more than any guess.
                if (isBestGuess && !found.isGuess) || (isBestGuess == found.isGuess && value > best) {
                    (best, isBestGuess) = (value, found.isGuess)
                }
                isInTitle = isInTitle || field == .title
            }
            guard best > 0 else { return nil }
            score += best
            isGuess = isGuess || isBestGuess
            titled += isInTitle ? 1 : 0
        }
        let words = SearchWords.all(in: entry.title, withParts: false)
        let parts = words.count == 1 ? max(1, SearchWords.all(in: entry.title).count - 1) : words.count
        if titled > 0 { score += 4 * Float(titled) / Float(max(parts, titled)) }
        if words == query.words { score += 20 }
        // People come for what they can call and read.
        switch entry.kind {
        case .operation: score += 3
        case .api, .document, .page: score += 2
        case .group, .channel, .message, .webhook, .schema: break
        }
        if entry.isDeprecated { score -= 2 }
        return SearchMatch(entry: entry, score: score, isGuess: isGuess)
    }
}

/// An entry that was found.
package struct SearchMatch: Sendable {
    package var entry: SearchEntry
    /// Higher is better.
    package var score: Float
    /// Whether it fits only if somebody mistyped.
    package var isGuess: Bool
}
