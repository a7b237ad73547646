/// A regular expression over bytes that is matched in linear time, whatever it and the text are.
///
/// Groups, classes, `|`, `* + ? {m,n}` greedy and lazy, `^ $ \b`, `\d \w \s`, `(?i)`; no look-around and no
/// back-references, which cannot be matched in linear time.
package struct Pattern: Sendable {
    enum Instruction: Sendable {
        case byte(ByteSet)
        /// The first branch is preferred.
        case split(Int, Int)
        case jump(Int)
        case start, end
        case boundary(Bool)
        case match
    }

    private let program: [Instruction]

    /// Nil when the text is no expression of this kind, or a far too large one.
    package init?(_ text: String) {
        var parser = PatternParser(text)
        guard let node = parser.parse(), let program = PatternCompiler.compile(node) else { return nil }
        self.program = program
    }

    /// Where a match that begins at the first byte ends; nil without one.
    package func prefixEnd(in bytes: [UInt8]) -> Int? {
        run(bytes, whole: false, anywhere: false)
    }

    /// Whether all of the bytes match.
    package func matchesWhole(_ bytes: [UInt8]) -> Bool {
        run(bytes, whole: true, anywhere: false) != nil
    }

    /// Whether some part of the bytes matches.
    package func isContained(in bytes: [UInt8]) -> Bool {
        run(bytes, whole: false, anywhere: true) != nil
    }

    private func run(_ bytes: [UInt8], whole: Bool, anywhere: Bool) -> Int? {
        var current = ThreadList(count: program.count), next = ThreadList(count: program.count)
        var found: Int?
        var position = 0
        while true {
            if position == 0 || (anywhere && found == nil) { add(0, at: position, bytes, to: &current) }
            if current.threads.isEmpty { break }
            step: for thread in current.threads {
                switch program[thread] {
                case .byte(let set):
                    if position < bytes.count, set.contains(bytes[position]) {
                        add(thread + 1, at: position + 1, bytes, to: &next)
                    }
                case .match where !whole || position == bytes.count:
                    found = position
                    break step
                default: break
                }
            }
            guard position < bytes.count else { break }
            position += 1
            swap(&current, &next)
            next.clear()
        }
        return found
    }

    private func add(_ first: Int, at position: Int, _ bytes: [UInt8], to list: inout ThreadList) {
        var pending = [first]
        while let index = pending.popLast() {
            guard list.mark(index) else { continue }
            switch program[index] {
            case .jump(let target): pending.append(target)
            case .split(let preferred, let other):
                pending.append(other)
                pending.append(preferred)
            case .start: if position == 0 { pending.append(index + 1) }
            case .end: if position == bytes.count { pending.append(index + 1) }
            case .boundary(let wanted):
                if Self.isBoundary(position, bytes) == wanted { pending.append(index + 1) }
            case .byte, .match: list.threads.append(index)
            }
        }
    }

    private static func isBoundary(_ position: Int, _ bytes: [UInt8]) -> Bool {
        let before = position > 0 && PatternParser.word.contains(bytes[position - 1])
        let after = position < bytes.count && PatternParser.word.contains(bytes[position])
        return before != after
    }
}

/// The places of a program where a match may go on, best first, each once.
private struct ThreadList {
    var threads: [Int] = []
    private var marks: [Bool]

    init(count: Int) {
        marks = Array(repeating: false, count: count)
    }

    mutating func mark(_ index: Int) -> Bool {
        if marks[index] { return false }
        marks[index] = true
        return true
    }

    mutating func clear() {
        threads.removeAll(keepingCapacity: true)
        for index in marks.indices { marks[index] = false }
    }
}
