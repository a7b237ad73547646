/// A regular expression as a tree.
indirect enum PatternNode: Sendable {
    case byte(ByteSet)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repetition(PatternNode, ClosedRange<Int>, greedy: Bool)
    case start, end
    case boundary(Bool)

    /// Stands for "without limit" in a repetition.
    static let unlimited = Int.max
}

/// Reads the text of a regular expression.
struct PatternParser {
    static let digit = ByteSet(0x30...0x39)
    static let word = digit.union(ByteSet(0x41...0x5A)).union(ByteSet(0x61...0x7A)).union(ByteSet(of: "_"))
    static let space = ByteSet(of: " \t\n\r\u{0B}\u{0C}")

    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false

    init(_ text: String) {
        self.text = Array(text.utf8)
    }

    mutating func parse() -> PatternNode? {
        guard let node = parseChoice(), position == text.count else { return nil }
        return node
    }

    private var next: UInt8? { position < text.count ? text[position] : nil }

    private mutating func skip(_ characters: String) -> Bool {
        guard text[position...].starts(with: characters.utf8) else { return false }
        position += characters.utf8.count
        return true
    }

    private mutating func parseChoice() -> PatternNode? {
        var branches: [PatternNode] = []
        repeat {
            guard let branch = parseSequence() else { return nil }
            branches.append(branch)
        } while skip("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func parseSequence() -> PatternNode? {
        var items: [PatternNode] = []
        while let byte = next, byte != 0x7C, byte != 0x29 {
            if skip("(?i)") {
                ignoresCase = true
                continue
            }
            guard let atom = parseAtom(), let item = parseRepetition(of: atom) else { return nil }
            items.append(item)
        }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func parseRepetition(of atom: PatternNode) -> PatternNode? {
        var node = atom
        while let byte = next {
            let range: ClosedRange<Int>
            switch byte {
            case 0x2A: range = 0...PatternNode.unlimited
            case 0x2B: range = 1...PatternNode.unlimited
            case 0x3F: range = 0...1
            case 0x7B:
                guard let counted = parseCounts() else { return nil }
                range = counted
                position -= 1
            default: return node
            }
            position += 1
            node = .repetition(node, range, greedy: !skip("?"))
        }
        return node
    }

    /// Reads `{2}`, `{2,}` or `{2,5}`.
    private mutating func parseCounts() -> ClosedRange<Int>? {
        position += 1
        guard let low = parseNumber() else { return nil }
        var high = low
        if skip(",") { high = next == 0x7D ? PatternNode.unlimited : parseNumber() ?? -1 }
        guard skip("}"), low <= high else { return nil }
        return low...high
    }

    private mutating func parseNumber() -> Int? {
        var value: Int?
        while let byte = next, Self.digit.contains(byte) {
            let sum = (value ?? 0) * 10 + Int(byte - 48)
            guard sum <= 1_000 else { return nil }
            value = sum
            position += 1
        }
        return value
    }

    private mutating func parseAtom() -> PatternNode? {
        guard let byte = next else { return nil }
        switch byte {
        case 0x28: return parseGroup()
        case 0x5B: return parseClass()
        case 0x5C: return parseEscape()
        case 0x2A, 0x2B, 0x3F, 0x7B: return nil
        default: break
        }
        position += 1
        switch byte {
        case 0x2E: return .byte(ByteSet(of: "\n").inverted)
        case 0x5E: return .start
        case 0x24: return .end
        default: return literal(byte)
        }
    }

    private func literal(_ byte: UInt8) -> PatternNode {
        .byte(folded(ByteSet(byte...byte)))
    }

    private func folded(_ set: ByteSet) -> ByteSet {
        ignoresCase ? set.ignoringCase : set
    }

    private mutating func parseGroup() -> PatternNode? {
        position += 1
        let caseOutside = ignoresCase
        if skip("?") {
            if skip("i:") {
                ignoresCase = true
            } else if skip("P<") || skip("<") {
                guard let first = next, Self.word.contains(first) else { return nil }
                while let byte = next, Self.word.contains(byte) { position += 1 }
                guard skip(">") else { return nil }
            } else if !skip(":") {
                return nil
            }
        }
        depth += 1
        defer {
            depth -= 1
            ignoresCase = caseOutside
        }
        guard depth <= 64, let node = parseChoice(), skip(")") else { return nil }
        return node
    }

    private mutating func parseEscape() -> PatternNode? {
        position += 1
        guard let byte = next else { return nil }
        position += 1
        switch byte {
        case 0x62: return .boundary(true)
        case 0x42: return .boundary(false)
        case 0x41: return .start
        case 0x7A, 0x5A: return .end
        default: return escapedSet(byte).map { .byte(folded($0)) }
        }
    }

    /// What `\` and this byte stand for, in and outside of a class.
    private mutating func escapedSet(_ byte: UInt8) -> ByteSet? {
        switch byte {
        case 0x64: return Self.digit
        case 0x44: return Self.digit.inverted
        case 0x77: return Self.word
        case 0x57: return Self.word.inverted
        case 0x73: return Self.space
        case 0x53: return Self.space.inverted
        case 0x6E: return ByteSet(of: "\n")
        case 0x72: return ByteSet(of: "\r")
        case 0x74: return ByteSet(of: "\t")
        case 0x78:
            guard position + 1 < text.count,
                let value = UInt8(String(decoding: text[position...(position + 1)], as: UTF8.self), radix: 16)
            else { return nil }
            position += 2
            return ByteSet(value...value)
        default:
            // An escaped letter or digit that is none of these means something that is not understood.
            return Self.word.contains(byte) && byte != 0x5F ? nil : ByteSet(byte...byte)
        }
    }

    private mutating func parseClass() -> PatternNode? {
        position += 1
        let negated = skip("^")
        var set = ByteSet(), isFirst = true
        while let byte = next, byte != 0x5D || isFirst {
            isFirst = false
            guard byte < 0x80, !skip("[:"), let (low, members) = parseClassItem(byte) else { return nil }
            if let low, next == 0x2D, position + 1 < text.count, text[position + 1] != 0x5D {
                position += 1
                guard let byte = next, byte < 0x80, case (let high?, _)? = parseClassItem(byte), low <= high
                else { return nil }
                set = set.union(ByteSet(low...high))
            } else {
                set = set.union(members)
            }
        }
        guard skip("]") else { return nil }
        set = folded(set)
        return .byte(negated ? set.inverted : set)
    }

    /// The members that stand here; `low` when it is a single byte, from which a range may begin.
    private mutating func parseClassItem(_ byte: UInt8) -> (low: UInt8?, members: ByteSet)? {
        position += 1
        guard byte == 0x5C else { return (byte, ByteSet(byte...byte)) }
        guard let escaped = next else { return nil }
        position += 1
        if escaped == 0x62 { return (8, ByteSet(8...8)) }
        guard let set = escapedSet(escaped) else { return nil }
        return (Self.word.contains(escaped) ? nil : escaped, set)
    }
}

/// Turns the tree into a program of bounded size.
enum PatternCompiler {
    private static let limit = 4_096

    static func compile(_ node: PatternNode) -> [Pattern.Instruction]? {
        var program: [Pattern.Instruction] = []
        guard emit(node, into: &program) else { return nil }
        program.append(.match)
        return program
    }

    private static func emit(_ node: PatternNode, into program: inout [Pattern.Instruction]) -> Bool {
        guard program.count < limit else { return false }
        switch node {
        case .byte(let set): program.append(.byte(set))
        case .start: program.append(.start)
        case .end: program.append(.end)
        case .boundary(let wanted): program.append(.boundary(wanted))
        case .sequence(let items):
            // An empty group takes room too, so that repeating it reaches the limit.
            if items.isEmpty { program.append(.jump(program.count + 1)) }
            for item in items where !emit(item, into: &program) { return false }
        case .choice(let branches): return emit(branches, into: &program)
        case .repetition(let item, let range, let greedy):
            for _ in 0..<range.lowerBound where !emit(item, into: &program) { return false }
            if range.upperBound == PatternNode.unlimited { return emitLoop(item, greedy, into: &program) }
            return emitOptional(item, range.upperBound - range.lowerBound, greedy, into: &program)
        }
        return true
    }

    private static func emit(_ branches: [PatternNode], into program: inout [Pattern.Instruction]) -> Bool {
        var exits: [Int] = []
        for (index, branch) in branches.enumerated() {
            let isLast = index == branches.count - 1
            let split = program.count
            if !isLast { program.append(.match) }
            guard emit(branch, into: &program) else { return false }
            if !isLast {
                exits.append(program.count)
                program.append(.match)
                program[split] = .split(split + 1, program.count)
            }
        }
        for exit in exits { program[exit] = .jump(program.count) }
        return true
    }

    private static func emitLoop(
        _ item: PatternNode, _ greedy: Bool, into program: inout [Pattern.Instruction]
    ) -> Bool {
        let split = program.count
        program.append(.match)
        guard emit(item, into: &program) else { return false }
        program.append(.jump(split))
        let after = program.count
        program[split] = greedy ? .split(split + 1, after) : .split(after, split + 1)
        return true
    }

    private static func emitOptional(
        _ item: PatternNode, _ count: Int, _ greedy: Bool, into program: inout [Pattern.Instruction]
    ) -> Bool {
        var splits: [Int] = []
        for _ in 0..<count {
            splits.append(program.count)
            program.append(.match)
            guard emit(item, into: &program) else { return false }
        }
        for split in splits {
            program[split] = greedy ? .split(split + 1, program.count) : .split(program.count, split + 1)
        }
        return true
    }
}
