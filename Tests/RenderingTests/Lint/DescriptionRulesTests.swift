import Rendering
import Testing

@Suite struct DescriptionRulesTests {
    /// The rules that a description breaks.
    private func rules(_ text: String) -> Set<String> {
        Set(DescriptionRules.diagnostics(of: APIDescription.parse(text)).compactMap(\.rule))
    }

    private static let head = "openapi: 3.0.3\ninfo: {title: Orders, version: '1'}\n"

    private static let broken: [(String, String)] = [
        ("paths: {/a/: {}}", "path-keys-no-trailing-slash"), ("paths: {'/a?b=c': {}}", "path-not-include-query"),
        ("paths: {'/a/{}': {}}", "path-declarations-must-exist"),
        ("tags: [{name: a}, {name: a}]\npaths: {}", "openapi-tags-uniqueness"),
        ("paths: {/a: {get: {responses: {'404': {description: x}}}}}", "operation-success-response"),
        ("paths: {/a: {get: {operationId: 'a b'}}}", "operation-operationId-valid-in-url"),
        ("paths: {/a: {get: {tags: [b]}}}", "operation-tag-defined"),
        (
            "paths: {/a: {get: {parameters: [{name: a, in: query}, {name: a, in: query}]}}}", "operation-parameters"
        ),
        ("components: {schemas: {A: {type: string, enum: [a, a]}}}", "duplicated-entry-in-enum"),
        ("components: {schemas: {A: {type: string, enum: [1]}}}", "typed-enum"),
        ("components: {schemas: {A: {type: array}}}", "array-items"),
        ("components: {schemas: {A: {type: object}}}", "oas3-unused-component"),
        ("security: [{nobody: []}]\npaths: {}", "oas3-operation-security-defined"),
        ("servers: [{url: 'https://{host}/'}]\npaths: {}", "oas3-server-variables"),
        ("servers: [{url: 'https://a.example/'}]\npaths: {}", "oas3-server-trailing-slash"),
        ("paths: {/a: {get: {description: '<script>x</script>'}}}", "no-script-tags-in-markdown"),
    ]

    @Test(arguments: broken) func eachRuleSpeaksUp(document: String, rule: String) {
        #expect(rules(Self.head + document).contains(rule))
    }

    @Test func whatIsMerelyMissingIsAdvice() {
        let found = DescriptionRules.diagnostics(of: APIDescription.parse(Self.head + "paths: {/a: {get: {}}}"))
        #expect(Set(found.map(\.severity)) == [.information])
        #expect(
            Set(found.compactMap(\.rule)).isSuperset(of: ["info-contact", "operation-description", "operation-tags"]))
        #expect(found.first { $0.rule == "operation-tags" }?.pointer == "/paths/~1a/get")
        #expect(found.first { $0.rule == "operation-tags" }?.line == 3)
    }

    @Test func namesInExamplesMeanNothing() {
        let text = Self.head + "components: {schemas: {A: {example: {enum: [a, a], type: array}}}}"
        #expect(rules(text).isDisjoint(with: ["duplicated-entry-in-enum", "array-items"]))
    }

    @Test func eventsHaveRulesOfTheirOwn() {
        let text = """
            asyncapi: 2.6.0
            info: {title: Events, version: '1'}
            channels:
              'orders/{id}/': {publish: {message: {messageId: m}}, subscribe: {message: {messageId: m}}}
            """
        #expect(
            rules(text).isSuperset(of: [
                "asyncapi-servers", "asyncapi-channel-parameters", "asyncapi-channel-no-trailing-slash",
            ]))
    }

    @Test func nothingIsSaidOfWhatIsNoDescription() {
        #expect(rules("just text").isEmpty)
        #expect(rules("").isEmpty)
    }
}
