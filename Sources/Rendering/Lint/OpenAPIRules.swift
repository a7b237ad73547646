/// The rules for OpenAPI, by the names of the set that linters call `spectral:oas`.
enum OpenAPIRules {
    static let common: [LintRule] = information + paths + operations + texts + schemas

    private static let information: [LintRule] = [
        LintRule("info-contact") { $0.missing(["contact"], in: $0.root["info"]) { "'info' has no '\($0)'." } },
        LintRule("info-description") { $0.missing(["description"], in: $0.root["info"]) { "'info' has no '\($0)'." } },
        LintRule("info-license") { $0.missing(["license"], in: $0.root["info"]) { "'info' has no '\($0)'." } },
        LintRule("openapi-tags-uniqueness", .warning) { subject in
            repeated(subject.root["tags"]?.items ?? [], by: { $0["name"]?.text }) { "The tag '\($0)' stands twice." }
        },
        LintRule("tag-description") { subject in
            (subject.root["tags"]?.items ?? []).filter { $0.isObject && $0["description"] == nil }
                .map { ("The tag '\($0["name"]?.text ?? "")' has no description.", $0) }
        },
    ]

    private static let paths: [LintRule] = [
        LintRule("path-declarations-must-exist", .warning) { subject in
            badPaths(subject, { $0.contains("{}") }) { "The path '\($0)' has a parameter without a name." }
        },
        LintRule("path-keys-no-trailing-slash") { subject in
            badPaths(subject, { $0.count > 1 && $0.hasSuffix("/") }) { "The path '\($0)' ends with a slash." }
        },
        LintRule("path-not-include-query", .warning) { subject in
            badPaths(subject, { $0.contains("?") }) { "The path '\($0)' holds a query, which parameters describe." }
        },
    ]

    private static let operations: [LintRule] = [
        LintRule("operation-description") { subject in
            subject.operations.filter { $0.description == nil }.map { ("\(call($0)) has no description.", $0.node) }
        },
        LintRule("operation-operationId") { subject in
            subject.operations.filter { $0.operationId == nil }.map { ("\(call($0)) has no operationId.", $0.node) }
        },
        LintRule("operation-operationId-valid-in-url") { subject in
            subject.operations.compactMap { operation in
                guard let id = operation.operationId, !id.utf8.allSatisfy(isURLByte) else { return nil }
                return ("The operationId '\(id)' cannot stand in an address.", operation.node)
            }
        },
        LintRule("operation-tags") { subject in
            subject.operations.filter { $0.tags.isEmpty }.map { ("\(call($0)) has no tag.", $0.node) }
        },
        LintRule("operation-tag-defined") { subject in
            let declared = Set((subject.root["tags"]?.items ?? []).compactMap { $0["name"]?.text })
            return subject.operations.flatMap { operation in
                operation.tags.filter { !declared.contains($0) }
                    .map { ("The tag '\($0)' of \(call(operation)) is not declared.", operation.node) }
            }
        },
        LintRule("operation-success-response") { subject in
            subject.operations.compactMap { operation in
                guard let responses = operation.node["responses"], responses.isObject else { return nil }
                let succeeds = responses.members.contains { $0.name.hasPrefix("2") || $0.name.hasPrefix("3") }
                return succeeds ? nil : ("\(call(operation)) never succeeds.", responses)
            }
        },
        LintRule("operation-parameters", .warning) { subject in
            let references = subject.description.references
            let identity = { (parameter: DocumentNode) -> String? in
                let target = references.resolve(parameter).node
                guard let name = target["name"]?.text, let place = target["in"]?.text else { return nil }
                return "'\(name)' in the \(place)"
            }
            return subject.operations.flatMap { operation in
                repeated(operation.node["parameters"]?.items ?? [], by: identity) {
                    "The parameter \($0) stands twice."
                }
            }
        },
    ]

    private static let texts: [LintRule] = [
        LintRule("no-script-tags-in-markdown", .warning) { subject in
            marked(subject, "<script") { "A '\($0)' holds a script, which nobody will run." }
        },
        LintRule("no-eval-in-markdown", .warning) { subject in
            marked(subject, "eval(") { "A '\($0)' holds 'eval('." }
        },
    ]

    private static let schemas: [LintRule] = [
        LintRule("duplicated-entry-in-enum", .warning) { subject in
            subject.all("enum").flatMap { list in
                repeated(list.items, by: { "\($0.kind) \($0.text ?? "")" }, isScalar: true) { _ in
                    "The same value stands twice in an 'enum'."
                }
            }
        },
        LintRule("typed-enum", .warning) { subject in
            subject.all("enum").flatMap { list -> [LintRule.Finding] in
                guard let type = list.parent?["type"]?.string else { return [] }
                let isNullable = list.parent?["nullable"]?.bool ?? list.parent?["x-nullable"]?.bool ?? false
                let odd = list.items.filter { !fits($0, type, isNullable: isNullable) }
                return odd.map { ("'\($0.text ?? "…")' is no \(type).", $0) }
            }
        },
        LintRule("array-items", .warning) { subject in
            guard subject.description.kind != .openAPI31 else { return [] }
            let types = subject.all("type").filter { $0.string == "array" && $0.parent?["items"] == nil }
            return types.compactMap { type in type.parent.map { ("An array must say what its items are.", $0) } }
        },
        LintRule("no-$ref-siblings", .warning) { subject in
            guard subject.description.kind != .openAPI31 else { return [] }
            let crowded = subject.all("$ref").filter { $0.string != nil && ($0.parent?.count ?? 0) > 1 }
            return crowded.compactMap { node in node.parent.map { ("What stands beside '$ref' is ignored.", $0) } }
        },
    ]
}

extension OpenAPIRules {
    static let version2: [LintRule] = [
        LintRule("oas2-api-host") { $0.missing(["host"], in: $0.root) { "There is no '\($0)'." } },
        LintRule("oas2-api-schemes") { $0.missing(["schemes"], in: $0.root) { "There are no '\($0)'." } },
        LintRule("oas2-host-trailing-slash", .warning) { subject in
            guard let host = subject.root["host"], host.text?.hasSuffix("/") == true else { return [] }
            return [("'host' ends with a slash.", host)]
        },
        LintRule("oas2-anyOf", .warning) { keyword($0, "anyOf") },
        LintRule("oas2-oneOf", .warning) { keyword($0, "oneOf") },
        LintRule("oas2-operation-security-defined", .warning) {
            undefinedSecurity($0, declared: $0.root["securityDefinitions"])
        },
        LintRule("oas2-unused-definition") { subject in
            let used = subject.references
            let unused = (subject.root["definitions"]?.members ?? []).filter { member in
                !used.contains("#/definitions/\(JSONPointer.escaped(member.name))")
            }
            return unused.map { ("Nothing refers to the definition '\($0.name)'.", $0.value) }
        },
    ]

    static let version3: [LintRule] = [
        LintRule("oas3-api-servers") { $0.missing(["servers"], in: $0.root) { "There are no '\($0)'." } },
        LintRule("oas3-server-trailing-slash") { subject in
            let odd = subject.servers.filter { server in
                let url = server["url"]?.text ?? ""
                return url.count > 1 && url.hasSuffix("/")
            }
            return odd.map { ("The address of a server ends with a slash.", $0) }
        },
        LintRule("oas3-server-not-example.com") { subject in
            subject.servers.filter { $0["url"]?.text?.contains("example.com") == true }
                .map { ("A server is at example.com.", $0) }
        },
        LintRule("oas3-server-variables", .warning) { subject in
            subject.servers.flatMap { server in
                PathTemplate.names(server["url"]?.text ?? "").filter { server["variables"]?[$0] == nil }
                    .map { ("The variable '\($0)' of a server is not declared.", server) }
            }
        },
        LintRule("oas3-operation-security-defined", .warning) {
            undefinedSecurity($0, declared: $0.root["components"]?["securitySchemes"])
        },
        LintRule("oas3-unused-component") { subject in
            let used = subject.references
            let kinds = (subject.root["components"]?.members ?? []).filter { $0.name != "securitySchemes" }
            return kinds.flatMap { kind -> [LintRule.Finding] in
                let unused = kind.value.members.filter { member in
                    !used.contains("#/components/\(kind.name)/\(JSONPointer.escaped(member.name))")
                }
                return unused.map { ("Nothing refers to the component '\($0.name)'.", $0.value) }
            }
        },
        LintRule("oas3-examples-value-or-externalValue", .warning) { subject in
            let examples = (subject.root["components"]?["examples"]?.members ?? []).map(\.value)
            let odd = examples.filter { example in
                example["$ref"] == nil && (example["value"] == nil) == (example["externalValue"] == nil)
            }
            return odd.map { ("An example has either 'value' or 'externalValue'.", $0) }
        },
    ]

    private static func keyword(_ subject: LintSubject, _ name: String) -> [LintRule.Finding] {
        subject.all(name).filter { $0.kind == .array }.map { ("OpenAPI 2.0 does not know '\(name)'.", $0) }
    }

    private static func undefinedSecurity(_ subject: LintSubject, declared: DocumentNode?) -> [LintRule.Finding] {
        let lists = [subject.root["security"]] + subject.operations.map { $0.node["security"] }
        return lists.compactMap(\.self).flatMap(\.items).flatMap { requirement in
            requirement.members.filter { declared?[$0.name] == nil }
                .map { ("The security scheme '\($0.name)' is not declared.", requirement) }
        }
    }

    private static func badPaths(
        _ subject: LintSubject, _ isBad: (String) -> Bool, _ message: (String) -> String
    ) -> [LintRule.Finding] {
        (subject.root["paths"]?.members ?? []).filter { $0.name.hasPrefix("/") && isBad($0.name) }
            .map { (message($0.name), $0.value) }
    }

    private static func marked(
        _ subject: LintSubject, _ text: String, _ message: (String) -> String
    ) -> [LintRule.Finding] {
        ["description", "title"].flatMap { name in
            subject.all(name).filter { $0.string?.lowercased().contains(text) == true }.map { (message(name), $0) }
        }
    }

    /// Those after the first with the same key.
    static func repeated(
        _ nodes: [DocumentNode], by key: (DocumentNode) -> String?, isScalar: Bool = false,
        _ message: (String) -> String
    ) -> [LintRule.Finding] {
        var seen: Set<String> = []
        return nodes.compactMap { node in
            if isScalar, node.kind == .object || node.kind == .array { return nil }
            guard let key = key(node), !seen.insert(key).inserted else { return nil }
            return (message(key), node)
        }
    }

    private static func fits(_ node: DocumentNode, _ type: String, isNullable: Bool) -> Bool {
        switch type {
        case "string": node.kind == .string || (isNullable && node.kind == .null)
        case "integer": node.kind == .integer || (isNullable && node.kind == .null)
        case "number": node.kind == .integer || node.kind == .number || (isNullable && node.kind == .null)
        case "boolean": node.kind == .boolean || (isNullable && node.kind == .null)
        default: true
        }
    }

    private static func call(_ operation: APIOperation) -> String { "\(operation.method) \(operation.path)" }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte)
        }
    }
}

extension LintSubject {
    /// The servers of the document, its paths and its operations.
    fileprivate var servers: [DocumentNode] { all("servers").flatMap(\.items).filter(\.isObject) }
}
