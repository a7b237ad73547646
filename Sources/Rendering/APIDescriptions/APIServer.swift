/// A place where an API can be called.
package struct APIServer: Sendable, Equatable {
    package struct Variable: Sendable, Equatable {
        package var name: String
        package var value: String
        package var choices: [String]
        package var description: String?
    }

    /// As written: with `{variables}`, perhaps relative.
    package var template: String
    package var description: String?
    package var variables: [Variable]

    /// The address with each variable's default.
    package var url: String {
        variables.reduce(template) { $0.replacing("{\($1.name)}", with: $1.value) }
    }

    static func read(_ root: DocumentNode?, kind: APIDescription.Kind) -> [APIServer] {
        switch kind {
        case .openAPI2: readVersion2(root)
        case .openAPI30, .openAPI31: list(root?["servers"])
        case .asyncAPI, .unknown: []
        }
    }

    static func list(_ node: DocumentNode?) -> [APIServer] {
        (node?.items ?? []).prefix(100).compactMap { server in
            guard let template = server["url"]?.words else { return nil }
            let variables = (server["variables"]?.members ?? []).prefix(50).map { name, variable in
                Variable(
                    name: name, value: variable["default"]?.text ?? variable["enum"]?[0]?.text ?? "",
                    choices: (variable["enum"]?.items ?? []).prefix(200).compactMap(\.text),
                    description: variable["description"]?.words)
            }
            return APIServer(
                template: template, description: (server["description"] ?? server["name"])?.words,
                variables: Array(variables))
        }
    }

    private static func readVersion2(_ root: DocumentNode?) -> [APIServer] {
        let base = root?["basePath"]?.text ?? ""
        guard let host = root?["host"]?.words else {
            return base.isEmpty ? [] : [APIServer(template: base, description: nil, variables: [])]
        }
        let written = (root?["schemes"]?.items ?? []).compactMap(\.text).filter { $0 == "https" || $0 == "http" }
        let schemes = written.isEmpty ? ["https"] : written.sorted(by: >)
        let path = base == "/" ? "" : base
        return schemes.map { APIServer(template: "\($0)://\(host)\(path)", description: nil, variables: []) }
    }
}

/// A word that operations are grouped by.
package struct APITag: Sendable, Equatable {
    package var name: String
    /// The tag's part of its page's address, unique in its description.
    package var key: String
    package var description: String?
    /// What to call it instead of its name.
    package var title: String?
    /// The tag that it belongs to.
    package var parent: String?

    /// The tags that are declared, then those that operations only use.
    static func read(_ root: DocumentNode?, operations: [APIOperation], references: References) -> [APITag] {
        var names: Set<String> = []
        var keys = UniqueKeys()
        var tags: [APITag] = []
        for written in (root?["tags"] ?? root?["info"]?["tags"])?.items ?? [] {
            let tag = references.resolve(written).node
            guard let name = tag["name"]?.words, names.insert(name).inserted else { continue }
            tags.append(
                APITag(
                    name: name, key: keys.make(name, otherwise: "tag"),
                    description: tag["description"]?.words,
                    title: (tag["x-displayName"] ?? tag["summary"])?.words,
                    parent: tag["parent"]?.words))
        }
        for name in operations.lazy.flatMap(\.tags) where names.insert(name).inserted {
            tags.append(APITag(name: name, key: keys.make(name, otherwise: "tag"), description: nil))
        }
        return tags
    }
}

/// A schema with a name.
package struct NamedSchema: Sendable {
    package var name: String
    /// The schema's part of its page's address, unique in its description.
    package var key: String
    package var node: DocumentNode

    static func read(_ root: DocumentNode?, kind: APIDescription.Kind) -> [NamedSchema] {
        let list = kind == .openAPI2 ? root?["definitions"] : root?["components"]?["schemas"]
        var keys = UniqueKeys()
        return (list?.members ?? []).map { name, node in
            NamedSchema(name: name, key: keys.make(name, otherwise: "schema"), node: node)
        }
    }
}

/// Makes parts of addresses out of names, none twice.
struct UniqueKeys {
    private var taken: Set<String> = []
    private var lastNumber: [String: Int] = [:]

    mutating func make(_ name: String, otherwise: String) -> String {
        let plain = Self.slug(name)
        let base = plain.isEmpty ? otherwise : plain
        if taken.insert(base).inserted { return base }
        var number = lastNumber[base] ?? 1
        repeat { number += 1 } while !taken.insert("\(base)-\(number)").inserted
        lastNumber[base] = number
        return "\(base)-\(number)"
    }

    /// `GetPet_byID` becomes `get-pet-by-id`: letters and digits in lower case, words joined by hyphens.
    static func slug(_ name: String) -> String {
        var result = ""
        var previous: Unicode.Scalar?
        for scalar in name.unicodeScalars.prefix(200) {
            let isUpper = scalar.properties.isUppercase
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                let followsLower = previous.map { $0.properties.isLowercase } ?? false
                if isUpper, followsLower, !result.isEmpty { result += "-" }
                result += scalar.properties.lowercaseMapping
            } else if !result.isEmpty, !result.hasSuffix("-") {
                result += "-"
            }
            previous = scalar
        }
        while result.hasSuffix("-") { result.removeLast() }
        return result
    }
}
