import Testing

@testable import Rendering

struct SampleTests {
    private func request(_ key: String, _ text: String = Orchard.text) throws -> SampleRequest {
        let reference = Orchard.reference(text)
        let operation = try #require(reference.description.operation(key))
        return SampleRequest(operation, reference.description.detail(operation), reference: reference)
    }

    @Test func examplesStandInTheAddress() throws {
        let request = try request("list-fruits")
        #expect(request.url == "https://eu.orchard.example/v2/trees/old%20oak/fruits?limit=20")
        #expect(request.headers == [SampleRequest.Field(name: "X-Key", value: "YOUR_API_KEY")])
        #expect(request.body == nil)
    }

    @Test func readOnlyPropertiesAreNotSent() throws {
        let body = try #require(try request("add-fruit").body)
        #expect(!body.contains("\"id\""))
        #expect(body.contains("\"kind\": \"apple\""))
    }

    @Test func nothingInAShellSampleIsRun() throws {
        let text = Orchard.text.replacing("old oak", with: "'$(rm -rf /)'").replacing("X-Key", with: "X'`id`'")
        let code = SampleLanguage.shell.code(for: try request("list-fruits", text))
        #expect(
            code == """
                curl 'https://eu.orchard.example/v2/trees/%27%24%28rm%20-rf%20%2F%29%27/fruits?limit=20' \\
                  -H 'X'\\''`id`'\\'': YOUR_API_KEY'
                """)
    }

    @Test(arguments: SampleLanguage.allCases) func everyLanguageNamesTheRequest(language: SampleLanguage) throws {
        let code = language.code(for: try request("add-fruit"))
        #expect(code.contains("https://eu.orchard.example/v2/trees/old%20oak/fruits"))
        #expect(code.uppercased().contains("POST"))
        #expect(code.contains("X-Key"))
        #expect(code.contains("kind"))
    }

    /// A description with one operation that takes these parameters, and perhaps a body.
    private func sent(_ parameters: String, body: String? = nil, _ method: String = "post") throws -> SampleRequest {
        let content = body.map { ", \"requestBody\": {\"content\": {\($0)}}" } ?? ""
        let text = """
            {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://x.test"}],
             "paths": {"/a/{id}": {"\(method)": {"operationId": "op", "responses": {},
               "parameters": [\(parameters)]\(content)}}}}
            """
        return try request("op", text)
    }

    private func parameter(_ place: String, _ style: String, _ explode: Bool, _ example: String) -> String {
        """
        {"name": "id", "in": "\(place)", "required": true, "style": "\(style)", "explode": \(explode),
         "schema": {}, "example": \(example)}
        """
    }

    @Test(arguments: [
        ("simple", false, "[3,4]", "3,4"), ("simple", true, "{\"R\":1,\"G\":2}", "R=1,G=2"),
        ("simple", false, "{\"R\":1,\"G\":2}", "R,1,G,2"), ("label", false, "[3,4]", ".3,4"),
        ("label", true, "[3,4]", ".3.4"), ("label", true, "{\"R\":1,\"G\":2}", ".R=1.G=2"),
        ("matrix", false, "[3,4]", ";id=3,4"), ("matrix", true, "[3,4]", ";id=3;id=4"),
        ("matrix", true, "{\"R\":1,\"G\":2}", ";R=1;G=2"), ("matrix", false, "5", ";id=5"),
    ])
    func pathsAreWrittenByStyle(style: String, explode: Bool, example: String, text: String) throws {
        #expect(try sent(parameter("path", style, explode, example)).url == "https://x.test/a/\(text)")
    }

    @Test(arguments: [
        ("form", true, "[3,\"a b\"]", "id=3&id=a%20b"), ("form", false, "[3,4]", "id=3,4"),
        ("form", true, "{\"R\":1,\"G\":2}", "R=1&G=2"), ("form", false, "{\"R\":1,\"G\":2}", "id=R,1,G,2"),
        ("spaceDelimited", false, "[3,4]", "id=3%204"), ("pipeDelimited", false, "[3,4]", "id=3%7C4"),
        ("deepObject", true, "{\"R\":1,\"G\":2}", "id%5BR%5D=1&id%5BG%5D=2"),
        ("form", true, "\"a&b=c\"", "id=a%26b%3Dc"),
    ])
    func queriesAreWrittenByStyle(style: String, explode: Bool, example: String, text: String) throws {
        #expect(try sent(parameter("query", style, explode, example)).url == "https://x.test/a/%7Bid%7D?\(text)")
    }

    @Test func cookiesHeadersAndJSONParametersAreWritten() throws {
        let more = """
            {"name": "X-List", "in": "header", "required": true, "schema": {}, "example": [1, 2]},
            {"name": "c", "in": "cookie", "required": true, "schema": {}, "example": "d"},
            {"name": "f", "in": "query", "required": true, "example": {"a": 1}, "content": {"application/json": {}}},
            {"name": "r", "in": "query", "required": true, "example": "a/b?c&d", "allowReserved": true, "schema": {}}
            """
        let request = try sent("\(parameter("path", "simple", false, "1")), \(more)")
        #expect(request.url == "https://x.test/a/1?f=%7B%22a%22%3A1%7D&r=a/b?c%26d")
        #expect(
            request.headers == [
                SampleRequest.Field(name: "X-List", value: "1,2"), SampleRequest.Field(name: "Cookie", value: "c=d"),
            ])
    }

    @Test func bodiesOfEveryKindAreWritten() throws {
        let id = parameter("path", "simple", false, "1")
        let xml = try sent(
            id,
            body: """
                "application/xml": {"schema": {"type": "object", "xml": {"name": "fruit"}, "properties": {
                  "id": {"type": "integer", "example": 7, "xml": {"attribute": true}}, "name": {"example": "a<b"}}}}
                """)
        #expect(
            xml.body == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<fruit id=\"7\">\n  <name>a&lt;b</name>\n</fruit>")
        let binary = try sent(id, body: "\"image/png\": {\"schema\": {\"type\": \"string\", \"format\": \"binary\"}}")
        #expect(binary.file == "file" && binary.body == nil)
        let form = try sent(
            id,
            body: """
                "multipart/form-data": {"schema": {"type": "object", "required": ["photo", "note"], "properties": {
                  "photo": {"type": "string", "format": "binary"}, "note": {"type": "string", "example": "x"}}}}
                """)
        #expect(form.isMultipart && form.form.map(\.isFile) == [true, false])
    }

    @Test func whatIsSensitiveIsNotPrinted() throws {
        let request = try sent(
            parameter("path", "simple", false, "1"),
            body: """
                "application/json": {"schema": {"type": "object", "properties": {
                  "card": {"type": "string", "example": "4111", "x-sensitive-data": {"mask": "full"}},
                  "pin": {"type": "string", "example": "0000", "x-sensitive-data": {"mask": "remove"}},
                  "name": {"type": "string", "example": "Ada"}}}}
                """)
        let body = try #require(request.body)
        #expect(body.contains("••••••") && body.contains("Ada"))
        #expect(!body.contains("4111") && !body.contains("0000") && !body.contains("pin"))
    }

    @Test func samplesOfTheDocumentComeFirst() throws {
        let text = Orchard.text.replacing(
            "\"summary\": \"List fruits\",",
            with: "\"summary\": \"List fruits\", \"x-codeSamples\": [{\"lang\": \"PHP\", \"source\": \"echo <1>;\"}],")
        let page = try #require(Orchard.reference(text).operation("list-fruits")).html.text
        #expect(page.contains("echo</span> &lt;<span class=\"hl-number\">1</span>&gt;;"))
    }
}
