import Testing

@testable import Rendering

@Suite struct SearchIndexTests {
    private static let pets = SearchIndex(
        APIDescription.parse(
            """
            openapi: 3.1.0
            info: {title: Pets, version: '1'}
            tags: [{name: Animals, description: All that breathes.}]
            paths:
              /pets/{petId}:
                parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
                get:
                  operationId: getPetById
                  summary: Find a pet
                  tags: [Animals]
                  parameters: [{name: include_history, in: query, schema: {type: boolean}}]
                  responses: {'200': {description: OK}}
              /orders:
                post:
                  operationId: createOrder
                  summary: Place an order
                  tags: [Animals]
                  description: Orders are **delivered** by pigeons.
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
                  responses: {'201': {description: OK}}
                delete: {summary: Drop all orders, x-internal: true, deprecated: true, tags: [Animals], responses: {}}
            components:
              schemas:
                Order: {type: object, properties: {quantity: {type: integer}, customerAddress: {type: string}}}
            """
        ).searchEntries)

    private func titles(_ text: String) -> [String] {
        Self.pets.matches(SearchQuery(text), limit: 10).map(\.entry.title)
    }

    @Test func titlesComeBeforeWhatOnlyMentionsTheWord() {
        #expect(titles("order").first == "Order")
        #expect(titles("order").contains("Place an order"))
        #expect(titles("find pet") == ["Find a pet"])
        #expect(titles("animals").first == "Animals")
    }

    @Test func pathsIdsParametersAndAttributesAreFound() {
        #expect(titles("GET /pets/{petId}") == ["Find a pet"])
        #expect(titles("getPetById") == ["Find a pet"])
        #expect(titles("include_history") == ["Find a pet"])
        #expect(titles("history") == ["Find a pet"])
        #expect(Set(titles("customer address")) == ["Order", "Place an order"])
        #expect(titles("pigeons") == ["Place an order"])
    }

    @Test func everyWordMustBeThere() {
        #expect(titles("pet pigeons").isEmpty)
        #expect(titles("").isEmpty && titles("/ ?").isEmpty)
    }

    @Test func slipsAreForgivenAndMarked() {
        let found = Self.pets.matches(SearchQuery("quantitiy"), limit: 10)
        #expect(Set(found.map(\.entry.title)) == ["Order", "Place an order"] && found.filter { !$0.isGuess }.isEmpty)
        #expect(Self.pets.matches(SearchQuery("ordre"), limit: 10).contains { $0.entry.title == "Order" })
        #expect(Self.pets.matches(SearchQuery("GET /pest"), limit: 10).first?.entry.title == "Find a pet")
        #expect(Self.pets.matches(SearchQuery("order"), limit: 10).filter(\.isGuess).isEmpty)
    }

    @Test func whatIsNotShownIsNotFound() {
        let found = Self.pets.matches(SearchQuery("drop"), limit: 10) { !$0.isInternal && !$0.isDeprecated }
        #expect(found.isEmpty && titles("drop") == ["Drop all orders"])
    }

    @Test func entriesSurviveBeingWrittenDown() {
        #expect(SearchEntry.read(SearchEntry.text(of: Self.pets.entries)) == Self.pets.entries)
        var strange = SearchEntry(.page, key: "a", title: "one\ttwo\nthree\u{1F}four\u{2028}five")
        strange.names = ["a\u{1F}b", "c"]
        let read = SearchEntry.read(SearchEntry.text(of: [strange, strange]))
        #expect(read.map(\.title) == ["one two three four five", "one two three four five"])
        #expect(read.first?.names == ["a b", "c"])
    }

    @Test func channelsAndMessagesAreFound() {
        let index = SearchIndex(APIDescription.parse(Street.version3).searchEntries)
        let kinds = Set(index.matches(SearchQuery("light"), limit: 20).map(\.entry.kind))
        #expect(kinds.isSuperset(of: [.operation, .channel, .message, .schema]))
    }

    @Test func hostileTextsAreFoundWithoutHarm() {
        let index = SearchIndex([
            SearchEntry(.page, key: "a", title: "<img src=x onerror=alert(1)> & \u{1F469}\u{200D}\u{1F4BB}")
        ])
        for text in ["img", "alert", "\u{0}", "<", "\u{1F469}", String(repeating: "a b", count: 500)] {
            let query = SearchQuery(text)
            for match in index.matches(query, limit: 5) {
                let html = SearchHighlight(query).html(match.entry.title).text
                #expect(!html.contains("<img") && html.contains("<mark>"))
            }
        }
    }

    @Test func whatFitsIsMarked() {
        func marked(_ query: String, _ text: String) -> String { SearchHighlight(SearchQuery(query)).html(text).text }
        #expect(marked("pet", "getPetById") == "get<mark>Pet</mark>ById")
        #expect(marked("pets", "/pets/{petId}") == "/<mark>pets</mark>/{<mark>petId</mark>}")
        #expect(marked("ordre", "Place an order") == "Place an <mark>order</mark>")
        #expect(marked("x", "a & b") == "a &amp; b")
        let long = String(repeating: "word ", count: 100) + "needle " + String(repeating: "more ", count: 100)
        let excerpt = SearchHighlight(SearchQuery("needle")).excerpt(long)
        #expect(excerpt.hasPrefix("… ") && excerpt.hasSuffix(" …") && excerpt.contains("needle"))
        #expect(excerpt.count < 180)
    }
}
