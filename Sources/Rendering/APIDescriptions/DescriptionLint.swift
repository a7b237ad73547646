/// Finds what is wrong with a description. It judges, it never rejects.
struct DescriptionLint {
    private static let limit = 200

    let tree: DocumentTree
    let kind: APIDescription.Kind
    let operations: [APIOperation]
    let references: References

    func diagnostics() -> [Diagnostic] {
        guard let root = tree.root else {
            return tree.diagnostics.isEmpty ? [Diagnostic(.error, "The document is empty.")] : []
        }
        guard root.isObject else { return [Diagnostic(.error, "The document is no object.", at: root)] }
        guard kind != .unknown else {
            return [Diagnostic(.error, "Expected one of the keys 'openapi', 'swagger' and 'asyncapi'.", at: root)]
        }
        var found = information(root)
        if kind.isOpenAPI { found += paths(root) + operationRules() }
        if kind == .asyncAPI { found += asyncRules(root) }
        found += brokenReferences()
        return Array(found.prefix(Self.limit))
    }

    private func information(_ root: DocumentNode) -> [Diagnostic] {
        guard let info = root["info"], info.isObject else {
            return [Diagnostic(.error, "The document must have an 'info' object.", at: root)]
        }
        return ["title", "version"].compactMap { name in
            guard let value = info[name] else {
                return Diagnostic(.error, "'info' must have a '\(name)'.", at: info)
            }
            if value.words == nil { return Diagnostic(.error, "'\(name)' must be a text.", at: value) }
            return value.kind == .string ? nil : Diagnostic(.warning, "'\(name)' should be a text.", at: value)
        }
    }

    private func paths(_ root: DocumentNode) -> [Diagnostic] {
        guard let paths = root["paths"] else {
            if kind == .openAPI31, root["components"] != nil || root["webhooks"] != nil { return [] }
            return [Diagnostic(.error, "The document must have a 'paths' object.", at: root)]
        }
        guard paths.isObject else { return [Diagnostic(.error, "'paths' must be an object.", at: paths)] }
        return paths.members.compactMap { path, item in
            if path.hasPrefix("x-") { return nil }
            if !path.hasPrefix("/") { return Diagnostic(.error, "The path '\(path)' must begin with '/'.", at: item) }
            return item.isObject ? nil : Diagnostic(.error, "A path item must be an object.", at: item)
        }
    }

    /// Version 2 wants channels; later ones want an action and a channel of each operation.
    private func asyncRules(_ root: DocumentNode) -> [Diagnostic] {
        if root["asyncapi"]?.text?.hasPrefix("2") == true {
            return root["channels"]?.isObject == true
                ? [] : [Diagnostic(.error, "The document must have a 'channels' object.", at: root)]
        }
        return operations.prefix(Self.limit).flatMap { operation in
            var found: [Diagnostic] = []
            let action = operation.node["action"]?.text
            if action != "send" && action != "receive" {
                found.append(Diagnostic(.error, "'action' must be 'send' or 'receive'.", at: operation.node))
            }
            if operation.node["channel"]?.isObject != true {
                found.append(Diagnostic(.error, "An operation must have a 'channel'.", at: operation.node))
            }
            return found
        }
    }

    private func operationRules() -> [Diagnostic] {
        var found: [Diagnostic] = []
        var ids: [String: APIOperation] = [:]
        for operation in operations {
            guard found.count < Self.limit else { break }
            if let id = operation.operationId, let earlier = ids.updateValue(operation, forKey: id) {
                let other = "\(earlier.method) \(earlier.path)"
                found.append(
                    Diagnostic(
                        .warning, "The operationId '\(id)' is also that of \(other).", at: operation.node,
                        rule: "operation-operationId-unique"))
            }
            if operation.node["responses"]?.isObject != true, kind != .openAPI31 {
                found.append(Diagnostic(.error, "An operation must have 'responses'.", at: operation.node))
            }
            found += parameterRules(operation)
        }
        return found
    }

    private func parameterRules(_ operation: APIOperation) -> [Diagnostic] {
        var found: [Diagnostic] = []
        var declared: Set<String> = []
        let written = (operation.pathItem["parameters"]?.items ?? []) + (operation.node["parameters"]?.items ?? [])
        var isComplete = true
        for parameter in written {
            let target = references.resolve(parameter)
            if target.unresolved != nil { isComplete = false }
            guard target.unresolved == nil, target.node.isObject else { continue }
            guard let name = target.node["name"]?.text, let place = target.node["in"]?.text else {
                found.append(Diagnostic(.error, "A parameter must have 'name' and 'in'.", at: parameter))
                continue
            }
            if place == "path" { declared.insert(name) }
        }
        guard isComplete else { return found }
        for name in PathTemplate.names(operation.path) where !declared.contains(name) {
            found.append(
                Diagnostic(
                    .warning, "The path parameter '\(name)' is not declared.", at: operation.node,
                    rule: "path-params"))
        }
        return found
    }

    /// References that lead nowhere, each told once.
    private func brokenReferences() -> [Diagnostic] {
        let hash = DocumentRecord.hash("$ref".utf8)
        var seen: Set<String> = []
        var found: [Diagnostic] = []
        for (index, record) in tree.records.enumerated()
        where record.keyHash == hash && record.keyLength == 4 && record.kind == .string {
            guard found.count < Self.limit else { break }
            let reference = tree.text(record.textStart, record.textLength)
            guard seen.insert(reference).inserted else { continue }
            let node = DocumentNode(tree: tree, index: Int32(index))
            guard let pointer = JSONPointer.local(reference: reference) else {
                if !node.isExample { found.append(outside(reference, at: node)) }
                continue
            }
            if tree.node(at: pointer) == nil, !isExample(node) {
                found.append(Diagnostic(.error, "'\(reference)' does not exist", at: node))
            }
        }
        return found
    }

    /// What leads to another document is missing here; says how it gets here.
    private func outside(_ reference: String, at node: DocumentNode) -> Diagnostic {
        guard let address = WebReference(reference) else {
            return Diagnostic(
                .warning, "'\(reference)' is in another file. Upload all files together, as a ZIP archive.", at: node)
        }
        if let reason = tree.root?[BundleWriter.missing]?[address.text]?.string {
            return Diagnostic(.error, "'\(reference)' could not be fetched: \(reason).", at: node)
        }
        let server = address.server
        return Diagnostic(
            .warning,
            "'\(reference)' is not fetched: \(server) is not allowed. Name it in the setting reference-hosts and "
                + "upload again, or upload all files together, as a ZIP archive.", at: node)
    }

    /// Whether a value stands inside an example, where `$ref` is just a name.
    private func isExample(_ node: DocumentNode) -> Bool {
        var current: DocumentNode? = node
        for _ in 0..<256 {
            guard let place = current else { return false }
            if let name = place.name, ["example", "examples", "default", "enum", "value"].contains(name) {
                return true
            }
            current = place.parent
        }
        return false
    }
}

/// Paths with `{names}` in them.
package enum PathTemplate {
    /// The names in braces, in their order.
    package static func names(_ path: String) -> [String] {
        var names: [String] = []
        var rest = path[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            if !name.isEmpty, !names.contains(name) { names.append(name) }
            rest = rest[rest.index(after: close)...]
        }
        return names
    }
}
