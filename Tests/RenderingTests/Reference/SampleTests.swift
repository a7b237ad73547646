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

    @Test func samplesOfTheDocumentComeFirst() throws {
        let text = Orchard.text.replacing(
            "\"summary\": \"List fruits\",",
            with: "\"summary\": \"List fruits\", \"x-codeSamples\": [{\"lang\": \"PHP\", \"source\": \"echo <1>;\"}],")
        let page = try #require(Orchard.reference(text).operation("list-fruits")).html.text
        #expect(page.contains("echo</span> &lt;<span class=\"hl-number\">1</span>&gt;;"))
    }
}
