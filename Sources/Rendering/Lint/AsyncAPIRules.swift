/// The rules for AsyncAPI, by the names of the set that linters call `spectral:asyncapi`.
enum AsyncAPIRules {
    static let common: [LintRule] = [
        LintRule("asyncapi-info-contact") { $0.missing(["contact"], in: $0.root["info"]) { "'info' has no '\($0)'." } },
        LintRule("asyncapi-info-description") {
            $0.missing(["description"], in: $0.root["info"]) { "'info' has no '\($0)'." }
        },
        LintRule("asyncapi-info-license") { $0.missing(["license"], in: $0.root["info"]) { "'info' has no '\($0)'." } },
        LintRule("asyncapi-servers") { $0.missing(["servers"], in: $0.root) { "There are no '\($0)'." } },
        LintRule("asyncapi-tags-uniqueness", .warning) { subject in
            subject.all("tags").flatMap { tags in
                OpenAPIRules.repeated(tags.items, by: { $0["name"]?.text }) { "The tag '\($0)' stands twice." }
            }
        },
        LintRule("asyncapi-tag-description") { subject in
            let silent = subject.tags.filter { $0.isObject && $0["$ref"] == nil && $0["description"] == nil }
            return silent.map { ("The tag '\($0["name"]?.text ?? "")' has no description.", $0) }
        },
        LintRule("asyncapi-tags") { subject in
            subject.tags.isEmpty ? [("There are no 'tags'.", subject.root)] : []
        },
    ]

    static let version2: [LintRule] = servers + channels + operations

    private static let servers: [LintRule] = [
        LintRule("asyncapi-server-no-empty-variable", .warning) { subject in
            subject.servers.filter { $0.url.contains("{}") }.map {
                ("A server has a variable without a name.", $0.node)
            }
        },
        LintRule("asyncapi-server-no-trailing-slash") { subject in
            subject.servers.filter { $0.url.hasSuffix("/") }.map {
                ("The address of a server ends with a slash.", $0.node)
            }
        },
        LintRule("asyncapi-server-not-example-com") { subject in
            subject.servers.filter { $0.url.contains("example.com") }.map { ("A server is at example.com.", $0.node) }
        },
        LintRule("asyncapi-server-variables", .warning) { subject in
            subject.servers.flatMap { server in
                PathTemplate.names(server.url).filter { server.node["variables"]?[$0] == nil }
                    .map { ("The variable '\($0)' of a server is not declared.", server.node) }
            }
        },
    ]

    private static let channels: [LintRule] = [
        LintRule("asyncapi-channel-no-empty-parameter", .warning) { subject in
            subject.channels.filter { $0.name.contains("{}") }
                .map { ("The channel '\($0.name)' has a parameter without a name.", $0.node) }
        },
        LintRule("asyncapi-channel-no-query-nor-fragment", .warning) { subject in
            let odd = subject.channels.filter { channel in channel.name.contains { $0 == "?" || $0 == "#" } }
            return odd.map { ("The channel '\($0.name)' holds a query or a fragment.", $0.node) }
        },
        LintRule("asyncapi-channel-no-trailing-slash") { subject in
            let odd = subject.channels.filter { $0.name.count > 1 && $0.name.hasSuffix("/") }
            return odd.map { ("The channel '\($0.name)' ends with a slash.", $0.node) }
        },
        LintRule("asyncapi-channel-parameters", .warning) { subject in
            subject.channels.flatMap { channel in
                PathTemplate.names(channel.name).filter { channel.node["parameters"]?[$0] == nil }
                    .map { ("The parameter '\($0)' of a channel is not declared.", channel.node) }
            }
        },
        LintRule("asyncapi-parameter-description") { subject in
            let all = subject.channels.flatMap { $0.node["parameters"]?.members ?? [] }
            let silent = all.filter { $0.value["$ref"] == nil && $0.value["description"] == nil }
            return silent.map { ("The parameter '\($0.name)' has no description.", $0.value) }
        },
    ]

    private static let operations: [LintRule] = [
        LintRule("asyncapi-operation-description") { subject in
            subject.actions.filter { $0["description"] == nil }.map { ("An operation has no description.", $0) }
        },
        LintRule("asyncapi-operation-operationId") { subject in
            subject.actions.filter { $0["operationId"] == nil }.map { ("An operation has no operationId.", $0) }
        },
        LintRule("asyncapi-operation-operationId-uniqueness", .warning) { subject in
            OpenAPIRules.repeated(subject.actions, by: { $0["operationId"]?.text }) {
                "The operationId '\($0)' stands twice."
            }
        },
        LintRule("asyncapi-message-messageId-uniqueness", .warning) { subject in
            OpenAPIRules.repeated(subject.messages, by: { $0["messageId"]?.text }) {
                "The messageId '\($0)' stands twice."
            }
        },
    ]
}

extension LintSubject {
    fileprivate var tags: [DocumentNode] { (root["tags"] ?? root["info"]?["tags"])?.items ?? [] }

    fileprivate var servers: [(url: String, node: DocumentNode)] {
        (root["servers"]?.members ?? []).map { ($0.value["url"]?.text ?? "", $0.value) }
    }

    fileprivate var channels: [(name: String, node: DocumentNode)] {
        (root["channels"]?.members ?? []).map { ($0.name, $0.value) }
    }

    /// What is published and subscribed to.
    fileprivate var actions: [DocumentNode] {
        channels.flatMap { [$0.node["publish"], $0.node["subscribe"]] }.compactMap(\.self)
    }

    /// Each message once, wherever it is written.
    fileprivate var messages: [DocumentNode] {
        var seen: Set<DocumentNode> = []
        let written = actions.compactMap { $0["message"] }.flatMap { $0["oneOf"]?.items ?? [$0] }
        return written.map { description.references.resolve($0).node }.filter { seen.insert($0).inserted }
    }
}
