import Model
import Testing

@Suite struct APITests {
    @Test(arguments: [
        ("SMS API", "3.2.0", "sms-api-3"), ("My Test API", "v3", "my-test-api-v3"), ("my-test-api", nil, "my-test-api"),
        ("Orders", "2024-01-01", "orders-2024-01-01"), ("Orders", "v1.2.3-beta", "orders-v1"), ("日本", nil, "api"),
        ("../../etc/passwd", nil, "etcpasswd"),
    ]) func theDefaultSlugEndsInTheMajorVersion(name: String, version: String?, slug: String) {
        #expect(API.defaultSlug(name: name, version: version) == slug)
    }

    @Test(arguments: ["", "a b", "a/b", "../x", "a.b", "<script>", "ünïcode"])
    func aSlugIsOfLettersDigitsUnderscoresAndHyphens(slug: String) {
        var draft = APIDraft(name: "Orders")
        draft.slug = slug
        #expect(draft.problems().map(\.field) == ["slug"])
    }

    @Test(arguments: [["a,b"], ["<b>"], [""], []] as [[String]])
    func attributeValuesHaveNoCommasAndNoTags(values: [String]) {
        #expect(APIAttributes.problems(["domain": values]).map(\.field) == ["attributes.domain"])
        #expect(APIAttributes.problems(["Domain": ["x"]]).count == 1)
    }

    @Test func anAttributeThatIsSetToNothingGoesAway() {
        let merged = APIAttributes.merged(["a": ["1"], "b": ["2"]], with: ["a": nil, "c": ["3", "3"]])
        #expect(merged == ["b": ["2"], "c": ["3"]])
    }

    @Test func anUnpublishedDocumentHidesWhatIsBelowIt() {
        let api = ID<API>(stored: "a"), now = Instant(milliseconds: 0)
        func document(_ name: String, below parent: String?, _ status: APIDocument.Status) -> APIDocument {
            APIDocument(
                id: ID(stored: name), apiID: api, parentID: parent.map(ID.init(stored:)), title: name, slug: name,
                status: status, position: 0, createdAt: now, updatedAt: now)
        }
        let documents = [
            document("a", below: nil, .published), document("b", below: "a", .published),
            document("c", below: nil, .unpublished), document("d", below: "c", .published),
        ]
        let paths = APIDocumentTree.walk(APIDocumentTree.published(documents)).map(\.path)
        #expect(paths == [["a"], ["a", "b"]])
    }
}
