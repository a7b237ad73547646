extension APIDescription {
    /// All about an operation of this description; `withExamples` says whether examples are made, which takes longest.
    package func detail(_ operation: APIOperation, withExamples: Bool = true) -> OperationDetail {
        DetailReading(description: self, makesExamples: withExamples).detail(operation)
    }
}

/// Reads one operation, whichever version of OpenAPI it is written in.
private struct DetailReading {
    let description: APIDescription
    let references: References
    private var isVersion2: Bool { description.kind == .openAPI2 }

    let makesExamples: Bool

    init(description: APIDescription, makesExamples: Bool) {
        self.description = description
        self.makesExamples = makesExamples
        references = description.references
    }

    func detail(_ operation: APIOperation) -> OperationDetail {
        let written = parameters(operation)
        let own = APIServer.list(operation.node["servers"] ?? operation.pathItem["servers"])
        return OperationDetail(
            parameters: written.compactMap(parameter).filter { $0.place != .form },
            body: isVersion2 ? body2(operation, written) : body(operation.node["requestBody"]),
            responses: responses(operation), security: security(operation),
            servers: own.isEmpty ? description.servers : own, callbacks: callbacks(operation),
            samples: samples(operation.node))
    }

    /// The parameters of the path and the operation, the latter's winning.
    private func parameters(_ operation: APIOperation) -> [DocumentNode] {
        var result: [DocumentNode] = []
        var places: [String: Int] = [:]
        let all = (operation.pathItem["parameters"]?.items ?? []) + (operation.node["parameters"]?.items ?? [])
        for node in all.prefix(500).map({ references.resolve($0) }) where node.unresolved == nil {
            let key = "\(node.node["in"]?.text ?? "") \(node.node["name"]?.text ?? "")"
            if let place = places[key] {
                result[place] = node.node
            } else {
                places[key] = result.count
                result.append(node.node)
            }
        }
        return result
    }

    private func parameter(_ node: DocumentNode) -> APIParameter? {
        let written = node["in"]?.text
        guard let name = node["name"]?.words else { return nil }
        let places: [String: APIParameter.Place] = ["formData": .form, "querystring": .query]
        guard let place = written.flatMap({ places[$0] ?? APIParameter.Place(rawValue: $0) }) else { return nil }
        let shape = node["schema"] ?? node["content"]?.members.first?.value["schema"] ?? (isVersion2 ? node : nil)
        return value(name, place, node, schema: shape)
    }

    private func value(
        _ name: String, _ place: APIParameter.Place, _ node: DocumentNode, schema: DocumentNode?
    ) -> APIParameter {
        let schema = schema.flatMap { $0.isObject ? APISchema($0, references: references) : nil }
        let named = node["examples"]?.members.first.map { references.resolve($0.value).node["value"] ?? $0.value }
        let example = node["example"] ?? named ?? node["x-example"] ?? schema?.example ?? schema?.node["default"]
        let firstChoice = place == .path ? schema?.node["enum"]?[0] : nil
        return APIParameter(
            name: name, place: place, isRequired: node["required"]?.bool ?? (place == .path),
            isDeprecated: node["deprecated"]?.bool ?? false, description: node["description"]?.words,
            schema: schema, example: (example ?? firstChoice).map { ExampleValue($0) },
            style: node["style"]?.text ?? Self.styles[node["collectionFormat"]?.text ?? ""],
            explode: node["explode"]?.bool ?? node["collectionFormat"].map { $0.text == "multi" },
            isFile: node["type"]?.text == "file" || schema?.format == "binary", node: node)
    }

    /// How version 2 calls the styles.
    private static let styles = [
        "csv": "form", "multi": "form", "ssv": "spaceDelimited", "tsv": "spaceDelimited", "pipes": "pipeDelimited",
    ]

    private func body(_ written: DocumentNode?) -> APIBody? {
        guard let written else { return nil }
        let node = references.resolve(written).node
        guard node.isObject else { return nil }
        return APIBody(
            description: node["description"]?.words, isRequired: node["required"]?.bool ?? false,
            contents: contents(node["content"], .request))
    }

    private func contents(_ node: DocumentNode?, _ direction: ExampleMaker.Direction) -> [APIContent] {
        (node?.members ?? []).prefix(20).map { mediaType, written in
            let media = references.resolve(written).node
            let schema = (media["schema"] ?? media["itemSchema"]).flatMap {
                $0.isObject ? APISchema($0, references: references) : nil
            }
            var content = APIContent(mediaType: mediaType, schema: schema, examples: [], fields: [])
            content.examples = examples(media, schema: schema, content: content, direction)
            if content.isForm, direction == .request { content.fields = fields(schema) }
            content.encoding = media["encoding"]
            return content
        }
    }

    private func fields(_ schema: APISchema?) -> [APIParameter] {
        (schema?.properties ?? []).prefix(100).filter { !$0.schema.isReadOnly }.map { property in
            var field = value(property.name, .form, property.schema.node, schema: property.schema.node)
            field.isRequired = property.isRequired
            return field
        }
    }

    /// Longer examples are not sent; of longer answers the beginning is shown.
    private static let maximumExample = 16_000
    /// Longer requests that are made up have only what is required.
    private static let maximumRequest = 1_500

    private func examples(
        _ media: DocumentNode, schema: APISchema?, content: APIContent, _ direction: ExampleMaker.Direction
    ) -> [APIContent.Example] {
        var found: [APIContent.Example] = []
        guard makesExamples else { return found }
        for (name, written) in (media["examples"]?.members ?? []).prefix(20) {
            let node = references.resolve(written).node
            guard let value = node["value"] ?? node["dataValue"] ?? node["serializedValue"] else { continue }
            found.append(
                APIContent.Example(name: node["summary"]?.words ?? name, text: text(value, content)))
        }
        if found.isEmpty, let example = media["example"] ?? schema?.example {
            found.append(APIContent.Example(name: "Example", text: text(example, content)))
        }
        let fitting = found.filter { direction == .response || $0.text.utf8.count <= Self.maximumExample }
        if fitting.isEmpty, let schema, content.isJSON {
            var made = ExampleMaker.make(schema, for: direction)
            if direction == .request, made.prettyText().utf8.count > Self.maximumRequest {
                let needed = ExampleMaker.make(schema, for: direction, requiredOnly: true)
                if needed != .object([]) { made = needed }
            }
            if made != .null { return [APIContent.Example(name: "Example", text: made.prettyText())] }
        }
        return fitting
    }

    private func text(_ node: DocumentNode, _ content: APIContent) -> String {
        if !content.isJSON, let text = node.string { return text }
        // Some write JSON examples as a text.
        if let text = node.string?.nonEmpty, text.hasPrefix("{") || text.hasPrefix("[") { return text }
        return ExampleValue(node).prettyText()
    }

    private func responses(_ operation: APIOperation) -> [APIResponse] {
        let list = (operation.node["responses"]?.members ?? []).filter { !$0.name.hasPrefix("x-") }
        return list.prefix(60).map { status, written in
            let node = references.resolve(written).node
            let headers = (node["headers"]?.members ?? []).prefix(60).map { name, header in
                let header = references.resolve(header).node
                return value(name, .header, header, schema: header["schema"] ?? (isVersion2 ? header : nil))
            }
            var response = APIResponse(
                status: status, description: (node["description"] ?? node["summary"])?.words,
                headers: Array(headers),
                contents: isVersion2 ? contents2(node, operation) : contents(node["content"], .response))
            response.links = APIResponseLink.read(node["links"], description)
            return response
        }
    }

    private func security(_ operation: APIOperation) -> [[SecurityNeed]] {
        guard let list = operation.node["security"] ?? description.tree.root?["security"] else { return [] }
        return list.items.prefix(20).map { way in
            way.members.compactMap { name, scopes in
                let scheme = description.securitySchemes.first { $0.name == name }
                return scheme.map { SecurityNeed(scheme: $0, scopes: scopes.items.compactMap(\.text)) }
            }
        }
    }

    private func callbacks(_ operation: APIOperation) -> [APICallback] {
        (operation.node["callbacks"]?.members ?? []).prefix(20).map { name, written in
            let node = references.resolve(written).node
            let found = OperationReading(tree: description.tree, kind: description.kind).callbacks(node)
            return APICallback(name: name, operations: found)
        }
    }

    private func samples(_ node: DocumentNode) -> [APISample] {
        let list = node["x-codeSamples"] ?? node["x-code-samples"]
        return (list?.items ?? []).prefix(20).compactMap { sample in
            guard let source = sample["source"]?.text, let language = sample["lang"]?.text else { return nil }
            return APISample(
                language: language.lowercased(), label: sample["label"]?.words ?? language, source: source)
        }
    }
}

extension DetailReading {
    private func types2(_ keyword: String, _ operation: APIOperation) -> [String] {
        let list = operation.node[keyword] ?? description.tree.root?[keyword]
        return (list?.items ?? []).prefix(20).compactMap(\.text)
    }

    private func body2(_ operation: APIOperation, _ parameters: [DocumentNode]) -> APIBody? {
        let types = types2("consumes", operation)
        if let node = parameters.first(where: { $0["in"]?.text == "body" }) {
            let schema = node["schema"].flatMap { $0.isObject ? APISchema($0, references: references) : nil }
            let contents = (types.isEmpty ? ["application/json"] : types).map { type in
                var content = APIContent(mediaType: type, schema: schema, examples: [], fields: [])
                content.examples = examples(node, schema: schema, content: content, .request)
                return content
            }
            return APIBody(
                description: node["description"]?.words, isRequired: node["required"]?.bool ?? false,
                contents: contents)
        }
        let fields = parameters.compactMap(parameter).filter { $0.place == .form }
        guard !fields.isEmpty else { return nil }
        let fallback = fields.contains(where: \.isFile) ? "multipart/form-data" : "application/x-www-form-urlencoded"
        let type = types.first { $0.hasPrefix("multipart/") || $0.contains("urlencoded") } ?? fallback
        return APIBody(
            description: nil, isRequired: fields.contains(where: \.isRequired),
            contents: [APIContent(mediaType: type, schema: nil, examples: [], fields: fields)])
    }

    private func contents2(_ response: DocumentNode, _ operation: APIOperation) -> [APIContent] {
        let schema = response["schema"].flatMap { $0.isObject ? APISchema($0, references: references) : nil }
        let given = response["examples"]?.members ?? []
        guard schema != nil || !given.isEmpty else { return [] }
        let types = types2("produces", operation)
        let names = types.isEmpty ? given.map(\.name) : types
        return (names.isEmpty ? ["application/json"] : names).map { type in
            var content = APIContent(mediaType: type, schema: schema, examples: [], fields: [])
            if let example = given.first(where: { $0.name == type })?.value {
                content.examples = [APIContent.Example(name: "Example", text: text(example, content))]
            } else if let schema, content.isJSON, makesExamples {
                let made = ExampleMaker.make(schema, for: .response)
                content.examples = [APIContent.Example(name: "Example", text: made.prettyText())]
            }
            return content
        }
    }
}
