import Foundation
import Testing

@testable import Rendering

struct AsyncReferenceTests {
    private func page(_ place: ReferencePlace, _ text: String = Street.version3) throws -> String {
        try #require(Street.reference(text).page(at: place)).html.text
    }

    @Test func pagesLookAsTheyDid() throws {
        let reference = Street.reference()
        let markdown = ReferenceMarkdown(reference) { $0.address(below: "/api", ending: ".md") }
        let places: [(String, ReferencePlace)] = [
            ("overview", .overview), ("operation", .operation("on-measured")), ("channel", .channel("measured")),
            ("message", .message("light-measured")), ("avro", .message("alarm")),
        ]
        for (name, place) in places {
            let html = try #require(reference.page(at: place)).html.text.replacing("><", with: ">\n<") + "\n"
            try Snapshot.expect(html, is: "async-\(name).html")
            try Snapshot.expect(try #require(markdown.text(at: place)), is: "async-\(name).md")
        }
    }

    @Test func version2IsToldFromTheSideOfTheClient() throws {
        let reference = Street.reference(Street.version2)
        #expect(reference.description.operations.map(\.method) == ["PUB", "SUB"])
        #expect(reference.description.operations.map(\.key) == ["publish-lights-id-measured", "on-light"])
        let told = try page(.operation("on-light"), Street.version2)
        #expect(told.contains("You subscribe to the channel and receive these messages, which the API sends."))
        #expect(told.contains("method-sub"))
        let sent = try page(.operation("publish-lights-id-measured"), Street.version2)
        #expect(sent.contains("You publish these messages to the channel; the API receives them."))
    }

    @Test(arguments: ["2.0.0", "2.6.0", "2.9.1"]) func everyVersion2SpeaksOfClients(version: String) {
        let reference = Street.reference(Street.version2.replacing("2.4.0", with: version))
        #expect(reference.description.operations.map(\.method) == ["PUB", "SUB"])
    }

    @Test func requestsAndRepliesAreTold() throws {
        let operations = Street.reference().description.operations
        #expect(operations.map(\.method) == ["RECEIVE", "SEND", "REQUEST"])
        let asked = try page(.operation("switch-light"))
        #expect(asked.contains("<h2>Reply</h2>") && asked.contains("$message.header#/replyTo"))
        #expect(asked.contains("/api/messages/done"))
    }

    @Test func traitsLoseSinceVersion3AndWinBefore() throws {
        let new = try page(.operation("on-measured"))
        #expect(new.contains("From the trait.") && !new.contains("Not this."))
        #expect(new.contains("groupId") && new.contains("clientId"))
        let old = try page(.operation("on-light"), Street.version2)
        #expect(old.contains("<h1>Told by the trait</h1>"))
        let message = try page(.message("light-measured"))
        #expect(message.contains("application/json") && !message.contains("text/plain"))
        #expect(message.contains("at least 1") && message.contains("trace"))
    }

    @Test func bindingsAreShownAtAllFourLevels() throws {
        #expect(try page(.overview).contains("schemaRegistryUrl"))
        #expect(try page(.channel("measured")).contains("topicConfiguration.cleanup.policy"))
        #expect(try page(.channel("measured")).contains("delete, compact"))
        #expect(try page(.operation("on-measured")).contains("Bindings of the operation"))
        #expect(try page(.message("light-measured")).contains("Bindings of the message"))
        let old = try page(.channel("lights-id-measured"), Street.version2)
        #expect(old.contains("queue.durable") && old.contains("false"))
    }

    @Test func avroAndOtherFormatsAreShown() throws {
        let alarm = try page(.message("alarm"))
        #expect(alarm.contains("Place or null") && alarm.contains("uuid") && alarm.contains("HIGH"))
        let pointer = "/channels/measured/messages/alarm/payload/schema/fields/2/type/1"
        let place = ReferencePlace.fragment(pointer)
        #expect(alarm.contains(HTML.escaped(place.address(below: "/api"))))
        #expect(Street.reference().fragment(at: place)?.text.contains(">x<") == true)
        #expect(try page(.schema("old")).contains("message Old"))
        #expect(try page(.message("light"), Street.version2).contains("lumens"))
    }

    @Test func nothingIsLeftUnresolved() throws {
        for text in [Street.version2, Street.version3] {
            for page in Orchard.pages(Street.reference(text)) { #expect(!page.contains("$ref")) }
        }
    }

    @Test func everyIdIsUniqueAndNoScriptIsInside() throws {
        for page in Orchard.pages(Street.reference()) where !page.hasPrefix("#") {
            let ids = page.matches(of: /[^-]id="([^"]+)"/).map { String($0.1) }
            #expect(Set(ids).count == ids.count)
            #expect(page.firstMatch(of: /<[a-z][^>]* (style|on[a-z]+)=/) == nil)
        }
    }

    @Test func documentsWithAnyValueMadeWrongStillHavePages() throws {
        for text in [Street.version2, Street.version3] {
            let root = try #require(DocumentTree.parse(text).root)
            let junk = ["null", "[7]", "{\"$ref\":\"#\"}", "\"<script>\"", "{\"a\":{}}"]
            for (position, node) in DocumentWalk.all(root).enumerated() where node.parent != nil {
                let mutant = DocumentWalk.text(root, replacing: node, by: junk[position % junk.count])
                let pages = Orchard.pages(Street.reference(mutant))
                #expect(!pages.isEmpty && !pages.contains { !$0.hasPrefix("#") && $0.contains("<script") })
            }
        }
    }

    @Test func whatIsMissingIsDiagnosed() {
        let new = APIDescription.parse(
            "asyncapi: 3.0.0\ninfo: {title: x, version: '1'}\noperations: {a: {action: shout}}")
        #expect(
            new.diagnostics.map(\.message) == [
                "'action' must be 'send' or 'receive'.", "An operation must have a 'channel'.",
            ])
        let old = APIDescription.parse("asyncapi: 2.6.0\ninfo: {title: x, version: '1'}")
        #expect(old.diagnostics.map(\.message) == ["The document must have a 'channels' object."])
    }
}
