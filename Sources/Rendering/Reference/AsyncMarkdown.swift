/// The pages of an AsyncAPI document as Markdown.
struct AsyncMarkdown {
    let reference: APIReference
    let async: AsyncAPI
    let address: @Sendable (ReferencePlace) -> String

    /// What the overview says besides the operations.
    func overview() -> [String] {
        var parts: [String] = []
        if !async.servers.isEmpty {
            parts.append("## Servers\n\n" + async.servers.map(server).joined(separator: "\n"))
        }
        if !async.channels.isEmpty {
            let rows = async.channels.map { "- [\(line($0.label))](\(address(.channel($0.key))))" }
            parts.append("## Channels\n\n" + rows.joined(separator: "\n"))
        }
        if !async.messages.isEmpty {
            parts.append("## Messages\n\n" + async.messages.map(link).joined(separator: "\n"))
        }
        return parts
    }

    private func server(_ server: AsyncServer) -> String {
        var text = "- **\(line(server.title ?? server.name))**: `\(server.address)` (\(server.protocolName)"
        text += server.protocolVersion.map { " \($0))" } ?? ")"
        for variable in server.variables {
            let choices = variable.choices.isEmpty ? "" : ", one of \(variable.choices.joined(separator: ", "))"
            text += "\n  - `{\(variable.name)}`: default \(line(variable.value))\(line(choices))"
        }
        for way in server.security {
            let names = way.map { "\($0.scheme.name) (\(SecurityWords.kind($0.scheme)))" }
            text += "\n  - needs \(line(names.joined(separator: " and ")))"
        }
        return text
    }

    private func link(_ message: AsyncMessage) -> String {
        let summary = message.summary.map { ": \(line($0))" } ?? ""
        return "- [\(line(message.title))](\(address(.message(message.key))))\(summary)"
    }

    func operation(_ operation: APIOperation) -> String {
        let detail = async.detail(operation)
        var parts = ["# \(line(operation.title))", "`\(operation.method) \(operation.path)`", detail.action.sentence]
        if operation.isDeprecated { parts.append("**Deprecated.**") }
        parts += [detail.summary, operation.description].compactMap { $0 }
        if let channel = detail.channel {
            parts.append("Channel: [\(line(channel.label))](\(address(.channel(channel.key))))")
            parts += parameters(channel)
        }
        if !detail.messages.isEmpty { parts.append("## Messages") }
        parts += detail.messages.map { message($0, level: "###") }
        if let reply = detail.reply {
            parts.append("## Reply")
            if let channel = reply.channel { parts.append("On the channel `\(channel.label)`.") }
            if let place = reply.location { parts.append("To the address in `\(place)`.") }
            parts += reply.messages.map { message($0, level: "###") }
        }
        parts += bindings(detail.bindings, "##", of: "operation")
        return parts.joined(separator: "\n\n") + "\n"
    }

    func channel(_ channel: AsyncChannel) -> String {
        var parts = ["# \(line(channel.title ?? channel.name))"]
        if let address = channel.address { parts.append("`\(address)`") }
        parts += [channel.summary, channel.description].compactMap { $0 }
        parts += parameters(channel)
        let operations = reference.shown.filter { $0.pathItem == channel.node }.map {
            "- [\($0.method) \(line($0.title))](\(address(.operation($0.key))))"
        }
        if !operations.isEmpty { parts.append("## Operations\n\n" + operations.joined(separator: "\n")) }
        let messages = async.messages(of: channel).map(link)
        if !messages.isEmpty { parts.append("## Messages\n\n" + messages.joined(separator: "\n")) }
        parts += bindings(async.bindings(of: channel), "##", of: "channel")
        return parts.joined(separator: "\n\n") + "\n"
    }

    func message(_ message: AsyncMessage) -> String {
        self.message(async.detail(message), level: "#") + "\n"
    }

    private func message(_ detail: AsyncMessageDetail, level: String) -> String {
        let message = detail.message
        var parts = ["\(level) \(line(message.title))"]
        if detail.isDeprecated { parts.append("**Deprecated.**") }
        parts += [message.summary, detail.description].compactMap { $0 }
        if let type = detail.contentType { parts.append("Content type: `\(type)`") }
        if !detail.headers.isEmpty {
            parts.append("\(level)# Headers\n\n" + MarkdownText.table(detail.headers))
        }
        if let payload = detail.payload { parts.append("\(level)# Payload\n\n" + self.payload(payload)) }
        if let place = detail.correlation { parts.append("Correlation id: `\(place.location)`") }
        parts += bindings(detail.bindings, level + "#", of: "message")
        for example in detail.examples.prefix(3) {
            parts += [example.headers, example.payload].compactMap { $0 }.map { MarkdownText.fenced($0, "json") }
        }
        return parts.joined(separator: "\n\n")
    }

    /// What a payload or a schema looks like.
    func payload(_ payload: AsyncPayload) -> String {
        switch payload {
        case .missing(let reference): return "Described elsewhere: `\(reference)`"
        case .text(let text, let format): return "`\(format)`\n\n" + MarkdownText.fenced(text, "")
        case .avro(let type):
            let rows = (type.record?.fields ?? []).map { field in
                let name = MarkdownText.cell(field.name), kind = MarkdownText.cell(field.type.typeName)
                let text = MarkdownText.cell(field.documentation ?? "")
                return "| `\(name)` | \(kind) | \(field.defaultText == nil ? "yes" : "no") | \(text) |"
            }
            return "Avro \(line(type.typeName))\n\n" + MarkdownText.attributes + rows.joined(separator: "\n")
        case .schema(let schema):
            let properties = schema.unwrapped.properties
            let name = line(schema.typeName)
            return properties.isEmpty ? name : name + "\n\n" + MarkdownText.table(properties)
        }
    }

    private func parameters(_ channel: AsyncChannel) -> [String] {
        let parameters = async.parameters(of: channel)
        guard !parameters.isEmpty else { return [] }
        let rows = parameters.map { parameter in
            let values = parameter.schema.enumeration.joined(separator: ", ")
            let text = [parameter.description, values.isEmpty ? nil : "One of \(values)."].compactMap { $0 }
            return "- `\(parameter.name)`" + (text.isEmpty ? "" : ": " + line(text.joined(separator: " ")))
        }
        return ["## Parameters of the address\n\n" + rows.joined(separator: "\n")]
    }

    private func bindings(_ bindings: [AsyncBinding], _ level: String, of owner: String) -> [String] {
        let rows = bindings.flatMap { binding in
            binding.facts.map { fact in
                let value =
                    switch fact.value {
                    case .text(let text): text
                    case .schema(let schema): schema.typeName
                    }
                return "- \(binding.protocolName) `\(fact.name)`: \(line(value))"
            }
        }
        return rows.isEmpty ? [] : ["\(level) Bindings of the \(owner)\n\n" + rows.joined(separator: "\n")]
    }

    private func line(_ text: String) -> String { MarkdownText.line(text) }
}

/// Texts of a description as parts of Markdown.
enum MarkdownText {
    static let attributes = "| Attribute | Type | Required | Description |\n|---|---|---|---|\n"

    static func table(_ properties: [APISchema.Property]) -> String {
        let rows = properties.prefix(200).map { property in
            """
            | `\(cell(property.name))` | \(cell(property.schema.typeName)) | \(property.isRequired ? "yes" : "no") \
            | \(cell(property.schema.description ?? "")) |
            """
        }
        return attributes + rows.joined(separator: "\n")
    }

    static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    static func cell(_ text: String) -> String {
        line(text).replacing("|", with: "\\|")
    }

    /// The text between fences that are longer than any in it.
    static func fenced(_ text: String, _ language: String) -> String {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        return "\(fence)\(language)\n\(text)\n\(fence)"
    }
}
