@testable import Rendering

/// Randomness that is the same for the same seed.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func below(_ count: Int) -> Int { count < 1 ? 0 : Int(next() % UInt64(count)) }
    mutating func happens(_ part: Double) -> Bool { Double(next() >> 11) / Double(1 << 53) < part }
    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
}

/// Descriptions that nobody would write, but somebody may upload.
struct DescriptionDrawer {
    /// What tries to become script.
    static let attacks = [
        "\"><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "javascript:alert(1)", "' onmouseover='alert(1)", "<svg onload=alert(1)><animate onbegin=alert(1)>",
        "data:text/html,<script>alert(1)</script>", "</textarea></pre></code><script>alert(1)</script>",
        "![x](data:text/html;base64,PHNjcmlwdD4=)", "<a href=\"jav\tascript:alert(1)\">x</a>",
        "<iframe srcdoc=\"<script>alert(1)</script>\">", "<math><mtext><style><img src=x onerror=alert(1)>",
        "<form action=javascript:alert(1)><button>x", "`<script>`", "{{constructor.constructor('alert(1)')()}}",
    ]
    private static let words = [
        "", "a", "x-y", "Über", "\u{202E}rtl", "\u{0}", "\u{1F9D1}\u{200D}\u{1F4BB}", "a/b~c", "#", "%2F", "..",
        "null", "true", "1e999", "-0",
        "https://x.example/{id}", "/a/{b}/{c", "{", "$ref", "2024-01-01", "application/json", "text/*", "200", "4XX",
    ]
    private static let keywords = [
        "type", "properties", "items", "allOf", "oneOf", "anyOf", "not", "if", "then", "else", "prefixItems",
        "contains",
        "additionalProperties", "patternProperties", "unevaluatedProperties", "dependentSchemas", "propertyNames",
        "enum", "const", "default", "example", "examples", "description", "title", "format", "required", "nullable",
        "minimum", "maxLength", "pattern", "discriminator", "xml", "externalDocs", "x-enumDescriptions", "$anchor",
        "contentSchema", "dependentRequired", "readOnly", "deprecated", "x-internal", "$ref", "$dynamicRef",
    ]
    private static let types = ["object", "array", "string", "integer", "number", "boolean", "null", "file", "?"]
    private static let names = ["A", "B", "C", "D", "E"]

    var dice: Dice

    /// A description: made up, or one of the seeds with something wrong.
    mutating func draw(from seeds: [String]) -> String {
        switch dice.below(10) {
        case 0..<4: return made()
        case 4..<7: return grafted(dice.pick(seeds))
        default: return scrambled(dice.pick(seeds))
        }
    }

    /// One value of a description replaced by another.
    private mutating func grafted(_ seed: String) -> String {
        guard let root = DocumentTree.parse(seed).root else { return seed }
        let nodes = DocumentWalk.all(root)
        var text = seed, place = root
        for _ in 0...dice.below(3) {
            place = dice.pick(nodes)
            text = DocumentWalk.text(root, replacing: place, by: junk(depth: 2, pointers: nodes.map(\.pointer)))
        }
        return text
    }

    private mutating func junk(depth: Int, pointers: [String]) -> String {
        switch dice.below(9) {
        case 0: return "null"
        case 1: return String(dice.below(1_000_000) - 500_000)
        case 2: return "[]"
        case 3: return ExampleValue.quoted(dice.pick(Self.attacks))
        case 4: return ExampleValue.quoted(dice.pick(Self.words))
        case 5, 6: return "{\"$ref\":\(ExampleValue.quoted("#" + dice.pick(pointers)))}"
        case 7: return schema(depth: depth)
        default: return "[" + (0..<dice.below(4)).map { _ in schema(depth: depth) }.joined(separator: ",") + "]"
        }
    }

    /// Bytes that were moved, doubled, lost, or put in.
    private mutating func scrambled(_ seed: String) -> String {
        let signs = [
            "{", "}", "[", "]", ":", ",", "\"", "'", "\n", "\t", " ", "- ", "&a ", "*a", "<<: *a\n", "|", ">", "---\n",
            "#",
            "!!binary ", "%YAML 1.1\n", "\u{FEFF}", "\\u0000", "\\ud800", "? ", "0x", ".inf", "\r\n", "\u{85}",
        ]
        var bytes = Array(seed.utf8)
        for _ in 0...dice.below(6) where !bytes.isEmpty {
            let start = dice.below(bytes.count)
            let end = min(bytes.count, start + 1 + dice.below(40))
            switch dice.below(4) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: dice.below(bytes.count))
            case 2: bytes.insert(contentsOf: Array(dice.pick(signs).utf8), at: start)
            default: bytes[start] = UInt8(truncatingIfNeeded: dice.next())
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension DescriptionDrawer {
    private mutating func text() -> String {
        ExampleValue.quoted(dice.happens(0.4) ? dice.pick(Self.attacks) : dice.pick(Self.words))
    }

    private mutating func made() -> String {
        dice.happens(0.3) ? asyncAPI() : openAPI()
    }

    private mutating func schemas() -> String {
        Self.names.map { "\"\($0)\":\(schema(depth: 4))" }.joined(separator: ",")
    }

    private mutating func reference() -> String { "{\"$ref\":\"#/components/schemas/\(dice.pick(Self.names))\"}" }

    private mutating func schema(depth: Int) -> String {
        if depth <= 0 || dice.happens(0.25) {
            return dice.happens(0.7) ? reference() : dice.pick(["true", "false", "{}", "7", "\"x\""])
        }
        var members: [String] = []
        for _ in 0...dice.below(5) {
            let keyword = dice.pick(Self.keywords)
            members.append("\"\(keyword)\":\(value(of: keyword, depth: depth - 1))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func value(of keyword: String, depth: Int) -> String {
        if dice.happens(0.06) { return text() }
        switch keyword {
        case "type":
            let one = "\"\(dice.pick(Self.types))\""
            return dice.happens(0.2) ? "[\(one),\"null\"]" : one
        case "properties", "patternProperties", "dependentSchemas":
            return "{" + (0..<dice.below(4)).map { _ in "\(text()):\(schema(depth: depth))" }.joined(separator: ",")
                + "}"
        case "allOf", "oneOf", "anyOf", "prefixItems":
            return "[" + (0...dice.below(3)).map { _ in schema(depth: depth) }.joined(separator: ",") + "]"
        case "enum", "examples", "required": return "[\(text()),\(text()),1,null]"
        case "minimum", "maxLength": return String(dice.below(100))
        case "nullable", "readOnly", "deprecated", "x-internal": return dice.pick(["true", "false"])
        case "discriminator":
            return
                "{\"propertyName\":\(text()),\"mapping\":{\(text()):\"#/components/schemas/\(dice.pick(Self.names))\"}}"
        case "xml", "externalDocs", "x-enumDescriptions", "dependentRequired":
            return "{\"name\":\(text()),\"url\":\(text()),\"description\":\(text()),\(text()):[\(text())]}"
        case "$ref", "$dynamicRef": return "\"#/components/schemas/\(dice.pick(Self.names))\""
        case "format", "description", "title", "pattern", "default", "const", "example", "$anchor": return text()
        default: return schema(depth: depth)
        }
    }

    private mutating func openAPI() -> String {
        let version = dice.pick([
            "\"openapi\":\"3.0.3\"", "\"openapi\":\"3.1.0\"", "\"openapi\":\"3.2.0\"", "\"swagger\":\"2.0\"",
        ])
        let paths = (0...dice.below(4)).map { _ in "\(text()):{\(operation())}" }.joined(separator: ",")
        return """
            {\(version),"info":{"title":\(text()),"version":\(text()),"description":\(text()),\
            "contact":{"url":\(text()),\
            "email":\(text())},"license":{"name":\(text()),"url":\(text())},"termsOfService":\(text())},\
            "tags":[{"name":\(text()),"parent":\(text()),"description":\(text())}],\
            "x-tagGroups":[{"name":\(text()),"tags":[\(text())]}],"host":\(text()),"basePath":\(text()),\
            "servers":[{"url":\(text()),"description":\(text()),"variables":{\(text()):{"default":\(text())}}}],\
            "security":[{"k":[\(text())]}],"paths":{\(paths)},"webhooks":{\(text()):{\(operation())}},\
            "definitions":{\(schemas())},"components":{"schemas":{\(schemas())},"securitySchemes":{"k":{"type":\
            "\(dice.pick(["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS", "basic"]))","in":"query",\
            "name":\(text()),\
            "scheme":\(text()),"flows":{\(text()):{"tokenUrl":\(text()),"scopes":{\(text()):\(text())}}}}}}}
            """
    }

    private mutating func operation() -> String {
        let method = dice.pick(["get", "post", "put", "delete", "patch", "query", "head"])
        let place = dice.pick(["query", "path", "header", "cookie", "body", "formData", "querystring", "?"])
        let media = dice.pick(["application/json", "multipart/form-data", "text/plain", "application/xml", "*/*", "x"])
        let content =
            "{\"\(media)\":{\"schema\":\(schema(depth: 3)),\"example\":\(text()),\"examples\":{\(text()):{\"value\":"
            + "\(schema(depth: 2))}}}}"
        return """
            "\(method)":{"operationId":\(text()),"summary":\(text()),"description":\(text()),"tags":[\(text())],\
            "parameters":[{"name":\(text()),"in":"\(place)","style":\(text()),"schema":\(schema(depth: 2)),\
            "example":\(text())}],"requestBody":{"content":\(content)},"responses":{\(text()):{"description":\(text()),\
            "content":\(content),"headers":{\(text()):{"schema":\(schema(depth: 1))}},\
            "links":{\(text()):{"operationId":\(text())}}}},\
            "callbacks":{\(text()):{\(text()):{"post":{"summary":\(text())}}}},\
            "x-codeSamples":[{"lang":\(text()),"source":\(text()),"label":\(text())}]}
            """
    }

    private mutating func asyncAPI() -> String {
        let isOld = dice.happens(0.4)
        let message = """
            {"name":\(text()),"title":\(text()),"summary":\(text()),"contentType":\(text()),\
            "payload":\(schema(depth: 3)),\
            "headers":\(schema(depth: 2)),\
            "schemaFormat":\(dice.pick(["\"application/vnd.apache.avro;version=1.9.0\"", text()])),\
            "examples":[{"payload":\(text())}],"bindings":{\(text()):\(schema(depth: 1))}}
            """
        let channel =
            isOld
            ? "{\"subscribe\":{\"operationId\":\(text()),\"message\":\(message)},\"parameters\":{\(text()):{}}}"
            : "{\"address\":\(text()),\"messages\":{\"m\":\(message)},\"description\":\(text())}"
        return """
            {"asyncapi":"\(isOld ? "2.6.0" : "3.0.0")","info":{"title":\(text()),"version":\(text())},\
            "servers":{\(text()):{"host":\(text()),"url":\(text()),"protocol":\(text()),"description":\(text())}},\
            "channels":{"c":\(channel)},"operations":{\(text()):{"action":"\(dice.pick(["send", "receive", "?"]))",\
            "channel":{"$ref":"#/channels/c"},"title":\(text()),"messages":[{"$ref":"#/channels/c/messages/m"}]}},\
            "components":{"schemas":{\(schemas())}}}
            """
    }
}
