import Testing

@testable import Rendering

/// How operations are put together, and what else has pages.
@Suite struct StructureTests {
    private static let text = """
        openapi: 3.2.0
        info: {title: Post, version: '1'}
        servers: [{url: 'https://{place}.example', name: Main, variables: {place: {default: eu, enum: [eu, us]}}}]
        tags:
          - {name: parcels, summary: Parcels}
          - {name: letters}
          - {name: money, x-displayName: Billing}
        x-tagGroups:
          - {name: Finance, tags: [money]}
          - {name: Delivery, tags: [letters, parcels]}
        paths:
          /letters:
            parameters: [{name: ids, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}]
            get:
              operationId: listLetters
              tags: [letters]
              responses:
                '200':
                  summary: All of them
                  content: {application/jsonl: {itemSchema: {type: object, properties: {stamp: {type: string}}}}}
                  links:
                    parcel: {operationId: sendParcel, parameters: {id: $response.body#/id}, description: Send it.}
            additionalOperations: {COPY: {operationId: copyLetter, tags: [letters], responses: {}}}
            query: {operationId: queryLetters, tags: [letters], responses: {}}
          /parcels:
            post:
              operationId: sendParcel
              tags: [parcels]
              responses: {}
              callbacks:
                arrived:
                  '{$request.body#/url}': {post: {summary: It arrived, requestBody: {content: {}}, responses: {}}}
          /bills: {get: {operationId: listBills, tags: [money], responses: {}}}
        """

    private var reference: APIReference { Orchard.reference(Self.text) { $0.isContinuous = true } }

    @Test func groupsOfTagsHaveHeadingsInTheirOrder() throws {
        #expect(reference.groups.map(\.name) == ["Billing", "letters", "Parcels"])
        #expect(reference.groups.map(\.section) == ["Finance", "Delivery", "Delivery"])
        let page = reference.overview().html.text
        #expect(page.ranges(of: "ref-nav-section").count == 2)
        let nested = Orchard.reference(
            Self.text.replacing("x-tagGroups", with: "x-other").replacing(
                "{name: letters}", with: "{name: letters, parent: parcels}"))
        #expect(nested.groups.map(\.section) == ["Parcels", "Parcels", nil])
    }

    @Test func newerMethodsAndStreamsAreShown() throws {
        #expect(reference.description.operations.map(\.method) == ["GET", "QUERY", "COPY", "POST", "GET"])
        let page = try #require(reference.operation("list-letters")).html.text
        #expect(page.contains("stamp") && page.contains("All of them") && page.contains("ids=a|b"))
    }

    @Test func responsesSayWhatCanFollow() throws {
        let page = try #require(reference.operation("list-letters")).html.text
        #expect(page.contains("<h3>Links</h3>") && page.contains("$response.body#/id"))
        #expect(page.contains("href=\"/api/operations/send-parcel\">Send parcel</a>"))
    }

    @Test func callbacksHavePages() throws {
        let callback = try #require(reference.description.callbacks.first)
        #expect(try #require(reference.operation(callback.key)).html.text.contains("It arrived"))
        let caller = try #require(reference.operation("send-parcel")).html.text
        #expect(caller.contains("/api/operations/\(callback.key)"))
    }

    @Test func serversTellTheirVariables() {
        let page = reference.overview().html.text
        #expect(page.contains("{place}") && page.contains(">us<") && page.contains("Main"))
    }

    @Test func allOperationsAreOnOnePageUnlessThatIsOff() throws {
        let page = try #require(reference.page(at: .continuous(from: 0))).html.text
        #expect(page.ranges(of: "ref-continued").count == reference.shown.count)
        #expect(reference.fragment(at: .continuation(from: 99)) == nil)
        #expect(Orchard.reference(Self.text).page(at: .continuous(from: 0)) == nil)
        #expect(reference.overview().html.text.contains("/api/continuous/page"))
    }

    @Test func otherGroupsOfLongReferencesAreLinksToTheirPages() throws {
        let paths = (0..<130).map { number in
            "\"/p\(number)\": {\"get\": {\"operationId\": \"n\(number)\", \"tags\": [\"G\(number % 65)\"]}}"
        }
        let many = Orchard.reference(
            "{\"openapi\": \"3.1.0\", \"info\": {}, \"paths\": {\(paths.joined(separator: ","))}}")
        let page = try #require(many.operation("n40")).html.text
        let navigation = try #require(page.firstMatch(of: /(?s)<nav class="ref-nav".*?<\/nav>/)).output
        #expect(navigation.ranges(of: "<a class=\"ref-nav-group\"").count == 47)
        #expect(navigation.contains("href=\"/api/groups/g39\" data-fragment=\"/api/navigation/of-g39\">G39</a>"))
        #expect(navigation.contains("<details class=\"ref-nav-group\" open><summary>G40</summary>"))
        #expect(navigation.contains("href=\"/api/operations/n40\" aria-current=\"page\""))
        let all = try #require(many.fragment(at: .navigation(nil))).text
        #expect(all.ranges(of: "<li ").count == 130)
    }

    @Test func longContinuousPagesComeInParts() throws {
        let paths = (0..<60).map { "\"/p\($0)\": {\"get\": {\"summary\": \"Number \($0)\", \"responses\": {}}}" }
        let many = Orchard.reference(
            "{\"openapi\": \"3.1.0\", \"info\": {}, \"paths\": {\(paths.joined(separator: ","))}}"
        ) { $0.isContinuous = true }
        var seen = 0, place: Int? = 0
        while let start = place {
            let part = try #require(many.fragment(at: .continuation(from: start))).text
            seen += part.ranges(of: "class=\"ref-continued\"").count
            place = part.firstMatch(of: /data-continue="[^"]*from=(\d+)"/).flatMap { Int($0.1) }
        }
        #expect(seen == 60)
    }
}
