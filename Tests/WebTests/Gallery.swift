import Model
import Rendering
import Web

/// Every component once, as an operator's page and as a portal's page.
enum Gallery {
    static let links = ConsoleLinks(
        home: "/", sections: Dictionary(uniqueKeysWithValues: ConsoleSection.allCases.map { ($0, "/\($0.rawValue)") }),
        search: "/search", account: "/account", signOut: "/sign-out")
    static let account = Account(name: "Ada Lovelace", email: "ada@example.com")

    static func consolePage(_ title: String, section: ConsoleSection = .portals, body: HTML) -> ConsolePage {
        ConsolePage(
            title: title, section: section, links: links, account: account,
            breadcrumbs: [UI.Link("Portals", to: "/portals"), UI.Link("Skyways", to: "/portals/1")],
            context: ConsoleContext(
                title: "Skyways",
                links: [
                    UI.Tab("Overview", to: "/portals/1", current: true),
                    UI.Tab("Published APIs", to: "/portals/1/apis", current: false, count: 3),
                    UI.Tab("Portal editor", to: "/portals/1/editor", current: false),
                    UI.Tab("Access and approvals", to: "/portals/1/developers", current: false, count: 2),
                    UI.Tab("Settings", to: "/portals/1/settings", current: false),
                ]),
            flash: Flash(.success, "Portal created."), body: body)
    }

    static var components: HTML {
        """
        \(UI.pageHeader(
            "Skyways", text: "The portal of our booking partners.", badge: UI.status("private"),
            actions: UI.linkButton("Open portal", to: "https://skyways.example", icon: .external)
                + UI.linkButton("Publish an API", to: "/publish", .primary, icon: .plus)))
        <div class="stack">\(stats)\(tasks)\(table)\(buttons)\(forms)\(choices)\(feedback)\(code)\(cards)
        \(settings)</div>
        """
    }

    private static var stats: HTML {
        UI.stats([
            UI.stat("Developers", value: "128", note: "12 new this week", to: "/developers"),
            UI.stat("Applications", value: "64"), UI.stat("Published APIs", value: "3"),
            UI.stat("Calls today", value: "18,204", note: "0.2% errors"),
        ])
    }

    private static var tasks: HTML {
        UI.card(
            title: "What to do next", text: "Three steps until developers can call your API.",
            content: UI.tasks([
                UI.task("Create the portal", text: "It answers at skyways.localhost:8080.", done: true),
                UI.task(
                    "Publish an API", text: "Developers see what is published here, and nothing else.", done: false,
                    action: UI.linkButton("Publish", to: "/publish", small: true)),
                UI.task("Invite developers", text: "Send them the address, or turn on sign-up.", done: false),
            ]), )
    }

    private static var table: HTML {
        let rows: [[HTML]] = [("Grace Hopper", "approved"), ("Alan Turing", "pending"), ("Edsger Dijkstra", "revoked")]
            .map { name, state in
                [
                    UI.rowLink(name, to: "/developers/1", note: "\(name.lowercased().prefix(4))@example.com"),
                    UI.status(state), "20 Nov 2026", "4",
                    UI.buttonRow(
                        UI.postButton("Approve", to: "/approve", small: true),
                        UI.menu(
                            "More for \(name)",
                            entries: [
                                UI.menuLink("Edit", to: "/edit", icon: .edit),
                                UI.menuButton("Delete", to: "/delete", icon: .trash, danger: true, confirm: "Delete?"),
                            ])),
                ]
            }
        let columns = [
            UI.Column("Name"), UI.Column("State"), UI.Column("Signed up", secondary: true),
            UI.Column("Applications", .number, secondary: true), UI.Column("Actions", .actions),
        ]
        let page = Page(items: [1, 2, 3], total: 42, request: PageRequest(size: 3, number: 2))
        return """
            <div>\(UI.tabs("Access", [
                UI.Tab("Developers", to: "/developers", current: true, count: 2),
                UI.Tab("App registrations", to: "/registrations", current: false),
                UI.Tab("Teams", to: "/teams", current: false),
            ]))
            \(UI.filter(
                "Filter developers",
                content: UI.table(caption: "Developers", columns: columns, rows: rows, filterable: true)))
            \(UI.pagination(page) { "/developers?page=\($0)" })</div>
            """
    }

    private static var buttons: HTML {
        let dialog = UI.dialog(
            id: "new-team", title: "New team",
            actions: UI.closeButton(closes: "new-team") + UI.button("Create team", form: "team-form"),
            content: UI.form(
                to: "/teams", id: "team-form", content: UI.textField("team", label: "Name", required: true)))
        let drawer = UI.drawer(id: "details", title: "Details", content: "<p>A panel at the end of the line.</p>")
        return UI.card(
            title: "Buttons",
            content: """
                \(UI.buttonRow(
                    UI.button("Save"), UI.button("Secondary", .secondary), UI.button("Ghost", .ghost),
                    UI.postButton("Delete", to: "/delete", .danger, icon: .trash, confirm: "Delete it for good?"),
                    UI.dialogButton("New team", opens: "new-team", icon: .plus),
                    UI.dialogButton("Details", opens: "details", .ghost), UI.iconButton("Refresh", icon: .refresh)))
                \(dialog)\(drawer)<p>\(Icon.allCases.map { UI.icon($0) })</p>
                <p>\(UI.Tone.allCases.map { UI.badge($0.rawValue, $0) })
                \(["get", "post", "put", "patch", "delete", "head"]
                    .map { UI.method($0) }) \(UI.tags(["stage: beta", "team: booking"]))</p>
                """)
    }

    private static var forms: HTML {
        UI.card(
            title: "Form",
            content: UI.form(
                to: "/portals", upload: true, guardUnsaved: true,
                actions: UI.button("Create portal") + UI.linkButton("Cancel", to: "/portals", .ghost),
                content: """
                    \(UI.steps(["Basics", "Appearance", "Done"], current: 2))
                    \(UI.fieldRow(
                        UI.textField("name", label: "Name", value: "Skyways", hint: "For operators.", required: true),
                        UI.textField(
                            "email", label: "E-mail", value: "ada", type: .email, error: "This is no e-mail address.",
                            required: true)))
                    \(UI.textArea("description", label: "Description", placeholder: "What is it for?"))
                    \(UI.fieldRow(
                        UI.select(
                            "strategy", label: "Default strategy",
                            options: [UI.Option("key", "key-auth"), UI.Option("none", "None")], value: "key"),
                        UI.colorField(
                            "color", label: "Brand colour", value: "#8250FF",
                            attributes: ["data-preview": "primary"])))
                    \(UI.portalPreview(name: "Skyways"))
                    \(UI.fileDrop("file", label: "First API", accept: ".yaml,.json", text: "OpenAPI, up to 8 MB"))
                    """))
    }

    private static var choices: HTML {
        UI.card(
            title: "Choices",
            content: """
                <div class="stack">\(UI.radioCards(
                    "visibility", legend: "Who may see it",
                    cards: [
                        UI.Card("private", title: "Private", text: "Developers sign in first.", icon: .lock),
                        UI.Card("public", title: "Public", text: "Everybody sees it.", icon: .globe),
                    ], value: "private"))
                \(UI.toggle("rbac", label: "Access by team", checked: true, hint: "Teams decide who sees which API."))
                \(UI.toggle("auto", label: "Approve developers automatically"))
                \(UI.checkbox("terms", label: "I have read the terms", checked: true))
                \(UI.checkbox("news", label: "Tell me about changes", error: "This must be ticked."))</div>
                """)
    }

    private static var feedback: HTML {
        let alerts: [HTML] = UI.Tone.allCases.map {
            UI.alert($0, title: "What is \($0.rawValue)", "One sentence with <a href=\"/help\">a way on</a>.")
        }
        return """
            <div class="stack-small">\(alerts)</div>
            \(UI.emptyState(
                icon: .api, title: "No APIs yet", text: "Upload an OpenAPI document, or write Markdown instead.",
                action: UI.linkButton("New API", to: "/apis/new", .primary, icon: .plus)))
            \(UI.card(title: "Loading", content: UI.skeleton()))
            """
    }

    private static var code: HTML {
        """
        \(UI.keyReveal(
            "ptk_7sLw0P2fVqkX5c1mY8rB3nT9aZ4eD6gH2jQ0Ks", label: "Your API key",
            text: "Copy it now: it is not shown again."))
        \(UI.codeBlock("curl -H 'apikey: ptk_…' \\\\\\n  https://api.example.com/v1/flights", title: "curl"))
        \(UI.card(title: "Facts", content: UI.facts([
            UI.Fact("Address", UI.copyable("https://skyways.localhost:8080", what: "address")),
            UI.Fact("Id", UI.copyable("0192f7a0-8a3e-7cc4-9e5a-0a2f4f1f6b11", what: "id")),
            UI.Fact("Description", text: nil), UI.Fact("State", UI.status("published")),
        ])))
        """
    }

    private static var cards: HTML {
        UI.grid([
            UI.cardLink(
                "Flights", to: "/apis/flights", text: "Search, price and hold seats on 400 routes.", icon: .api,
                meta: UI.badge("v3.1") + "<span>24 operations</span>"),
            UI.cardLink("Baggage", to: "/apis/baggage", text: "Where a bag is, and where it should be.", icon: .api),
            UI.cardLink("Loyalty", to: "/apis/loyalty", text: "Miles, tiers and rewards.", icon: .api),
        ])
    }

    private static var settings: HTML {
        """
        <div>\(UI.section(
            "Security", text: "Who may sign up, and who decides.",
            content: UI.form(
                to: "/security", actions: UI.button("Save"),
                content: UI.toggle("auth", label: "Developers sign in", checked: true, hint: "Built-in accounts."))))
        \(UI.dangerZone(
            "Delete this portal", text: "Its developers, applications and keys go with it.",
            action: UI.postButton("Delete portal", to: "/delete-portal", .danger, confirm: "Delete Skyways for good?")))
        </div>
        """
    }
}

/// The same look on a portal's own site.
enum SiteGallery {
    static func frame(_ color: String = "#8250FF", visitor: SiteFrame.Visitor? = nil) -> SiteFrame {
        SiteFrame(
            name: "Skyways", theme: BrandTheme(primary: color),
            menu: [
                UI.Link("APIs", to: "/apis", current: true), UI.Link("Getting started", to: "/start", current: false),
                UI.Link("Guides", to: "/guides", current: false),
            ],
            search: "/search",
            footer: [
                SiteFrame.FooterSection(
                    "Learn", links: [UI.Link("Guides", to: "/guides"), UI.Link("APIs", to: "/apis")]),
                SiteFrame.FooterSection("Company", links: [UI.Link("About", to: "/about")]),
            ],
            footerLinks: [UI.Link("Terms", to: "/terms"), UI.Link("Privacy", to: "/privacy")],
            visitor: visitor ?? .anonymous(signIn: "/login", signUp: "/register"))
    }

    static func home(_ color: String = "#8250FF") -> SitePage {
        let cards = ["Flights", "Baggage", "Loyalty"].map { name in
            UI.cardLink(
                name, to: "/apis/\(name.lowercased())", text: "Everything about \(name.lowercased()), in one API.",
                icon: .api, meta: UI.badge("v2", .accent), level: 3)
        }
        return SitePage(
            site: frame(color), title: "Skyways", layout: .full,
            body: """
                <section class="hero"><h1 class="hero-title">Build with Skyways</h1>
                <p class="hero-text">Search fares, hold seats and follow bags with APIs that answer in milliseconds.</p>
                \(UI.buttonRow(
                    UI.linkButton("Browse APIs", to: "/apis", .primary), UI.linkButton("Get started", to: "/start")))
                </section>
                <section class="band"><h2 class="band-title">APIs</h2>\(UI.grid(cards))</section>
                """)
    }

    static var article: SitePage {
        SitePage(
            site: frame(
                visitor: .developer(
                    Gallery.account, links: [UI.Link("My apps", to: "/apps", icon: .app)], signOut: "/sign-out")),
            title: "Getting started", layout: .prose,
            body: """
                <article class="prose"><h1>Getting started</h1><p>Every call carries a key. Read about
                <a href="/keys">keys</a> first, then call <code>GET /flights</code>.</p><h2>Limits</h2>
                <table><thead><tr><th>Plan</th><th align="right">Calls</th></tr></thead><tbody>
                <tr><td>Free</td><td align="right">1,000</td></tr>
                <tr><td>Partner</td><td align="right">1,000,000</td></tr>
                </tbody></table><h3>What happens above</h3><ul><li>The answer is <code>429</code>.</li>
                <li>The header <code>Retry-After</code> says when to come back.</li></ul>
                <blockquote><p>Be gentle with retries.</p></blockquote>
                <pre tabindex="0"><code><span class="hl-comment"># one call</span>
                curl <span class="hl-string">"https://api.example.com/flights"</span></code></pre>
                <ol><li>Sign up</li><li>Create an application</li></ol></article>
                """)
    }

    static func signIn(_ owner: AuthPage.Owner) -> AuthPage {
        AuthPage(
            owner: owner, title: "Sign in", text: "Welcome back.",
            footer: "New here? <a href=\"/register\">Create an account</a>",
            body: UI.form(
                to: "/login", actions: UI.button("Sign in"),
                content: """
                    \(UI.alert(.danger, title: "The e-mail or the password is wrong."))
                    \(UI.textField("email", label: "E-mail", type: .email, required: true, autocomplete: "username"))
                    \(UI.textField(
                        "password", label: "Password", type: .password, required: true,
                        autocomplete: "current-password"))
                    """))
    }

    static func missing(_ owner: AuthPage.Owner) -> ErrorPage {
        ErrorPage(
            owner: owner, status: 404, title: "There is nothing here",
            text: "The address may be wrong, or the page is for people who are signed in.",
            actions: UI.linkButton("Go home", to: "/", .primary), requestID: "7f3a09")
    }
}
