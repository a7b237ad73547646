import Model
import Rendering
import Testing
import Web

@Suite struct ComponentTests {
    private let script = "\"><script>alert(1)</script>"

    @Test func textFromPeopleIsEscapedInEveryComponent() {
        let parts: [HTML] = [
            UI.button(script, name: script, value: script), UI.linkButton(script, to: script),
            UI.postButton(script, to: script, confirm: script, fields: [(script, script)]),
            UI.textField(script, label: script, value: script, error: script, placeholder: script),
            UI.textArea(script, label: script, value: "</textarea>\(script)"), UI.checkbox(script, label: script),
            UI.select(script, label: script, options: [UI.Option(script, script)]),
            UI.radioCards(script, legend: script, cards: [UI.Card(script, title: script, text: script)], value: nil),
            UI.table(caption: script, columns: [UI.Column(script)], rows: [[UI.rowLink(script, to: script)]]),
            UI.facts([UI.Fact(script, text: script)]), UI.tabs(script, [UI.Tab(script, to: script, current: true)]),
            UI.breadcrumbs([UI.Link(script, to: script), UI.Link(script, to: script)]), UI.status(script),
            UI.method(script), UI.tags([script]), UI.avatar(script), UI.toast(Flash(.info, script)),
            UI.alert(.info, title: script), UI.copyButton(script), UI.codeBlock(script, title: script),
            UI.keyReveal(script, label: script, text: "x"), UI.card(title: script, content: "x"),
            UI.cardLink(script, to: script, text: script), UI.stat(script, value: script, to: script),
            UI.searchField(to: script, label: script, value: script), UI.menuLink(script, to: script),
            UI.dialog(id: script, title: script, content: "x"), UI.portalPreview(name: script),
            UI.fileDrop(script, label: script, accept: script, text: script),
            UI.segments(script, [UI.Tab(script, to: script, current: true, count: 1)]),
            UI.side(script, button: script, "x"), FormData([("a", script)]).opened(["a"]),
        ]
        for part in parts {
            #expect(!part.text.contains("<script"))
            #expect(!part.text.contains("\"\">"))
        }
    }

    @Test func aLinkNeverLeadsToAScript() {
        let address = "javascript:alert(1)"
        let parts = [
            UI.linkButton("x", to: address), UI.cardLink("x", to: address), UI.rowLink("x", to: address),
            UI.menuLink("x", to: address), UI.postButton("x", to: address), UI.stat("x", value: "1", to: address),
        ]
        for part in parts { #expect(!part.text.contains("javascript:")) }
    }

    @Test func anErrorIsTiedToItsField() {
        let field = UI.textField("name", label: "Name", hint: "A hint.", error: "Too long.").text
        #expect(field.contains("aria-invalid=\"true\""))
        #expect(field.contains("aria-describedby=\"field-name-hint field-name-error\""))
        #expect(field.contains("id=\"field-name-error\""))
        #expect(field.contains("<label class=\"field-label\" for=\"field-name\">"))
    }

    @Test func aPasswordIsNeverSentBack() {
        #expect(!UI.textField("p", label: "Password", value: "secret", type: .password).text.contains("secret"))
    }

    @Test func aTextAreaKeepsALeadingLineBreak() {
        #expect(UI.textArea("t", label: "Text", value: "\nx").text.contains(">\n\nx</textarea>"))
    }

    @Test func aListOnOnePageHasNoPages() {
        let page = Page(items: [1, 2], total: 2, request: PageRequest(size: 10, number: 1))
        #expect(UI.pagination(page) { "/?page=\($0)" }.isEmpty)
    }

    @Test func theMiddlePageLeadsBothWaysAndSaysWhereItIs() {
        let page = Page(items: [1, 2], total: 6, request: PageRequest(size: 2, number: 2))
        let html = UI.pagination(page) { "/?page=\($0)" }.text
        #expect(html.contains("href=\"/?page=1\""))
        #expect(html.contains("href=\"/?page=3\""))
        #expect(html.contains("<b>3</b> to <b>4</b> of <b>6</b>"))
    }

    @Test func aPageBeyondTheLastOneLeadsBack() {
        let page = Page<Int>(items: [], total: 6, request: PageRequest(size: 2, number: 9))
        #expect(UI.pagination(page) { "/?page=\($0)" }.text.contains("href=\"/?page=8\""))
    }

    @Test func anEmptyTableShowsWhatToDo() {
        let empty = UI.emptyState(icon: .api, title: "No APIs yet", text: "Upload one.")
        #expect(UI.table(caption: "APIs", columns: [UI.Column("Name")], rows: [], empty: empty) == empty)
    }

    @Test func problemsGoToTheirFieldsAndTheRestToTheTop() {
        let refusal = Refusal.invalid([
            FieldProblem("name", .required, "Enter a name."), FieldProblem("other", .invalid, "Wrong."),
        ])
        let problems = FormProblems(refusal)
        #expect(problems["name"] == "Enter a name.")
        #expect(problems["email"] == nil)
        #expect(problems.summary(shown: ["name"]).text.contains("other: Wrong."))
        #expect(problems.summary(shown: ["name", "other"]).isEmpty)
    }

    @Test func aConflictIsShownAtTheFieldThatTheFormNames() {
        #expect(FormProblems(.conflict("That name is taken."), field: "name")["name"] == "That name is taken.")
    }

    @Test func aStateKeepsItsMeaningInItsColour() {
        #expect(UI.status("approved").text.contains("badge-success"))
        #expect(UI.status("pending").text.contains("badge-warn"))
        #expect(UI.status("revoked").text.contains("badge-danger"))
        #expect(UI.status("pending_review").text.contains("Pending review"))
    }

    @Test(arguments: Icon.allCases)
    func everyIconIsDrawn(_ icon: Icon) {
        #expect(UI.icon(icon).text.contains("<path") || UI.icon(icon).text.contains("<circle"))
    }
}
