/// A value of a document: cheap to pass around, read on demand.
package struct DocumentNode: Sendable {
    package enum Kind: Sendable { case null, boolean, integer, number, string, array, object }

    let tree: DocumentTree
    let index: Int32

    /// The value at an index; an alias gives what it stands for.
    init(tree: DocumentTree, index: Int32) {
        self.tree = tree
        let record = tree.records[Int(index)]
        self.index = record.kind == .alias ? record.first : index
    }

    private var record: DocumentRecord { tree.records[Int(index)] }

    package var kind: Kind {
        switch record.kind {
        case .null, .alias: .null
        case .boolean: .boolean
        case .integer: .integer
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    package var isObject: Bool { record.kind == .object }

    /// Counted from 1.
    package var line: Int { Int(record.line) }
    package var column: Int { Int(record.column) }

    /// How many members or items there are.
    package var count: Int { Int(record.count) }

    /// What is written: of any scalar, nil for objects and arrays.
    package var text: String? {
        let record = self.record
        guard record.kind != .object, record.kind != .array else { return nil }
        return tree.text(record.textStart, record.textLength)
    }

    /// What is written, without blanks around it; nil when that is nothing or `null`.
    var words: String? { record.kind == .null ? nil : text?.nonEmpty }

    package var string: String? { record.kind == .string ? text : nil }

    package var bool: Bool? { record.kind == .boolean ? text?.lowercased() == "true" : nil }

    package var integer: Int? { record.kind == .integer ? text.flatMap { Int($0) } : nil }

    package var number: Double? {
        record.kind == .integer || record.kind == .number ? text.flatMap(Double.init) : nil
    }

    /// The key under which this value stands in its object.
    package var name: String? {
        let record = self.record
        guard record.parent >= 0, tree.records[Int(record.parent)].kind == .object else { return nil }
        return tree.text(record.keyStart, record.keyLength)
    }

    package var parent: DocumentNode? {
        record.parent < 0 ? nil : DocumentNode(tree: tree, index: record.parent)
    }

    /// The JSON pointer of this value.
    package var pointer: String {
        var steps: [String] = []
        var current = index
        while current >= 0 {
            let record = tree.records[Int(current)]
            if record.parent < 0 { break }
            let parent = tree.records[Int(record.parent)]
            if parent.kind == .object {
                steps.append(JSONPointer.escaped(tree.text(record.keyStart, record.keyLength)))
            } else {
                steps.append(String(position(of: current, in: parent)))
            }
            current = record.parent
        }
        return steps.reversed().map { "/" + $0 }.joined()
    }

    private func position(of index: Int32, in parent: DocumentRecord) -> Int {
        var position = 0
        var current = parent.first
        while current >= 0, current != index {
            position += 1
            current = tree.records[Int(current)].next
        }
        return position
    }
}

extension DocumentNode {
    /// The member with this name.
    package subscript(name: String) -> DocumentNode? {
        let record = self.record
        guard record.kind == .object, record.count > 0 else { return nil }
        let key = name.utf8, length = key.count
        let hash = DocumentRecord.hash(key)
        if record.count > DocumentBuilder.indexedCount {
            let known = tree.indexes[index]?[UInt64(hash) << 32 | UInt64(length)]
            if let known, tree.key(known, equals: key) { return DocumentNode(tree: tree, index: known) }
        }
        let found = tree.records.withUnsafeBufferPointer { records in
            var current = record.first
            while current >= 0 {
                let member = records[Int(current)]
                if member.keyHash == hash, Int(member.keyLength) == length, tree.key(current, equals: key) { break }
                current = member.next
            }
            return current
        }
        return found < 0 ? nil : DocumentNode(tree: tree, index: found)
    }

    package subscript(position: Int) -> DocumentNode? {
        let record = self.record
        guard record.kind == .array, position >= 0, position < Int(record.count) else { return nil }
        var current = record.first
        for _ in 0..<position where current >= 0 { current = tree.records[Int(current)].next }
        return current < 0 ? nil : DocumentNode(tree: tree, index: current)
    }

    /// The members of an object in their order; none for other values.
    package var members: [(name: String, value: DocumentNode)] {
        guard record.kind == .object else { return [] }
        return children.map { child in
            let record = tree.records[Int(child)]
            return (tree.text(record.keyStart, record.keyLength), DocumentNode(tree: tree, index: child))
        }
    }

    /// The items of an array; none for other values.
    package var items: [DocumentNode] {
        guard record.kind == .array else { return [] }
        return children.map { DocumentNode(tree: tree, index: $0) }
    }

    private var children: [Int32] {
        let record = self.record
        var result: [Int32] = []
        result.reserveCapacity(Int(record.count))
        var current = record.first
        while current >= 0 {
            result.append(current)
            current = tree.records[Int(current)].next
        }
        return result
    }
}

extension DocumentNode: Hashable {
    package static func == (left: DocumentNode, right: DocumentNode) -> Bool {
        left.index == right.index && left.tree === right.tree
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(index)
    }
}

extension DocumentTree {
    func text(_ start: UInt32, _ length: UInt32) -> String {
        guard length > 0 else { return "" }
        return bytes.withUnsafeBufferPointer { buffer in
            String(decoding: buffer[Int(start)..<Int(start + length)], as: UTF8.self)
        }
    }

    func key(_ index: Int32, equals key: String.UTF8View) -> Bool {
        let record = records[Int(index)]
        return bytes[Int(record.keyStart)..<Int(record.keyStart + record.keyLength)].elementsEqual(key)
    }
}
