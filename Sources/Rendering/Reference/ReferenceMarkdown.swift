/// The pages of a reference as Markdown, for readers without a browser. Links lead to the `.md` of each page.
package struct ReferenceMarkdown: Sendable {
    package let reference: APIReference
    /// The address of the Markdown of a page.
    let address: @Sendable (ReferencePlace) -> String

    package init(_ reference: APIReference, address: @escaping @Sendable (ReferencePlace) -> String) {
        self.reference = reference
        self.address = address
    }

    /// The Markdown of the page at a place; nil when there is none.
    package func text(at place: ReferencePlace) -> String? {
        switch place {
        case .overview: overview()
        case .operation(let key): operation(key)
        case .group(let key): reference.groups.first { $0.key == key }.map(group)
        case .schema(let key): schema(key)
        case .channel(let key): async.flatMap { async in async.async.channel(key).map(async.channel) }
        case .message(let key): async.flatMap { async in async.async.message(key).map(async.message) }
        case .node(let pointer, _), .fragment(let pointer, _, _): node(pointer)
        case .description, .list, .navigation, .continuous, .continuation: nil
        }
    }

    private var async: AsyncMarkdown? {
        reference.description.async.map { AsyncMarkdown(reference: reference, async: $0, address: address) }
    }

    private func group(_ group: ReferenceGroup) -> String {
        let parts = ["# \(line(group.name))", group.description, rows(group)].compactMap { $0 }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func rows(_ group: ReferenceGroup) -> String {
        group.operations.map { operation in
            "- [\(operation.method) \(operation.path)](\(address(.operation(operation.key))))"
                + ": \(line(operation.title))"
        }.joined(separator: "\n")
    }

    private func schema(_ key: String) -> String? {
        guard reference.options.showsSchemas, let named = reference.description.schema(key) else { return nil }
        if let async, case let payload = async.async.payload(named.node, format: nil) {
            if case .schema = payload {
            } else {
                return "# \(line(named.name))\n\n\(async.payload(payload))\n"
            }
        }
        let schema = APISchema(named.node, references: reference.description.references)
        let example = ExampleMaker.make(schema, for: .response)
        let shown = example == .null ? "" : "\n" + MarkdownText.fenced(example.prettyText(), "json") + "\n"
        return text(schema, title: named.name) + shown
    }

    package func overview() -> String {
        let description = reference.description
        var parts = ["# \(line(description.title ?? "API reference"))"]
        if let version = description.version { parts.append("Version \(line(version))") }
        parts += [description.summary, description.description].compactMap { $0 }
        if !description.servers.isEmpty {
            let servers = description.servers.map {
                "- `\($0.template)`" + ($0.description.map { ": \(line($0))" } ?? "")
            }
            parts.append("## Servers\n\n" + servers.joined(separator: "\n"))
        }
        if !description.securitySchemes.isEmpty {
            let schemes = description.securitySchemes.map { "- **\(line($0.name))**: \(way($0))" }
            parts.append("## Authentication\n\n" + schemes.joined(separator: "\n"))
        }
        for group in reference.groups {
            parts.append("## \(line(group.name))\n\n" + rows(group))
        }
        parts += async?.overview() ?? []
        return parts.joined(separator: "\n\n") + "\n"
    }

    /// The Markdown of an operation; nil when there is none or it is hidden.
    package func operation(_ key: String) -> String? {
        guard let operation = reference.description.operation(key), reference.shows(operation) else { return nil }
        if let async { return async.operation(operation) }
        let detail = reference.description.detail(operation)
        var parts = ["# \(line(operation.title))", "`\(operation.method) \(operation.path)`"]
        if operation.isDeprecated { parts.append("**Deprecated.**") }
        if let text = operation.description { parts.append(text) }
        parts += [security(detail), parameters(detail)].compactMap { $0 }
        if let body = detail.body {
            let title = "## Request body" + (body.isRequired ? " (required)" : "")
            parts.append(
                ([title, body.description].compactMap { $0 } + contents(body.contents)).joined(separator: "\n\n"))
        }
        if !detail.responses.isEmpty {
            parts.append("## Responses")
            for response in detail.responses {
                let head = "### \(line(response.status))"
                parts.append(
                    ([head, response.description].compactMap { $0 } + contents(response.contents))
                        .joined(separator: "\n\n"))
            }
        }
        if !operation.isWebhook {
            let request = SampleRequest(operation, detail, reference: reference)
            parts.append("## Example\n\n" + MarkdownText.fenced(SampleLanguage.shell.code(for: request), "bash"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func security(_ detail: OperationDetail) -> String? {
        guard !detail.security.isEmpty else { return nil }
        let ways = detail.security.map { way in
            way.isEmpty
                ? "- none"
                : "- "
                    + way.map { need in
                        line(need.scheme.name)
                            + (need.scopes.isEmpty ? "" : " (\(need.scopes.joined(separator: ", ")))")
                    }.joined(separator: " and ")
        }
        return "## Authentication\n\n" + ways.joined(separator: "\n")
    }

    private func parameters(_ detail: OperationDetail) -> String? {
        guard !detail.parameters.isEmpty else { return nil }
        let rows = detail.parameters.map { parameter in
            """
            | `\(cell(parameter.name))` | \(parameter.place.rawValue) | \(cell(parameter.schema?.typeName ?? "")) \
            | \(parameter.isRequired ? "yes" : "no") | \(cell(parameter.description ?? "")) |
            """
        }
        return "## Parameters\n\n| Name | In | Type | Required | Description |\n|---|---|---|---|---|\n"
            + rows.joined(separator: "\n")
    }

    func contents(_ contents: [APIContent]) -> [String] {
        contents.prefix(4).flatMap { content -> [String] in
            var parts = ["`\(content.mediaType)`"]
            if let schema = content.schema { parts[0] += ": \(line(schema.typeName))" }
            let properties = content.schema?.unwrapped.properties ?? []
            if !properties.isEmpty { parts.append(MarkdownText.table(properties)) }
            if let example = content.examples.first {
                parts.append(MarkdownText.fenced(example.text, content.isJSON ? "json" : ""))
            }
            return parts
        }
    }

    private func way(_ scheme: SecurityScheme) -> String {
        switch scheme.mechanism {
        case .apiKey(let name, let place): "API key in \(place.rawValue) `\(name)`"
        default: SecurityWords.kind(scheme)
        }
    }

    func line(_ text: String) -> String { MarkdownText.line(text) }
    func cell(_ text: String) -> String { MarkdownText.cell(text) }
}
