import Core
import Model
import Rendering
import Web

/// What a developer sees of their own account.
struct AccountPages {
    var endpoints: [Endpoint<PortalDeveloper>] {
        [.get(SiteAddress.account.path, "account") { call in AccountPages.show(call) }]
    }

    private static func show(_ call: Call<PortalDeveloper>) -> Reply {
        let developer = call.caller.developer
        let facts = UI.facts([
            UI.Fact("Name", text: developer.fullName), UI.Fact("E-mail address", text: developer.email),
            UI.Fact("Member since", text: String(developer.createdAt.iso.prefix(10))),
        ])
        let password = UI.postButton(
            "Mail me a link", to: SiteAddress.forgotPassword.path, fields: [("email", developer.email)])
        return SiteLayout(call).page(
            "Account",
            """
            \(UI.pageHeader("Account", text: "<p>Who you are on \(call.caller.portal.displayName).</p>"))\
            \(UI.section("Profile", text: "<p>Shown to the people who run this portal.</p>", content: facts))\
            \(UI.section(
                "Password", text: "<p>A new password ends all your sessions.</p>",
                content: "<p>We mail you a link with which you set a new one.</p>\(password)"))\
            \(UI.section(
                "Session", text: "<p>Signed in on this browser.</p>",
                content: UI.postButton("Sign out", to: SiteAddress.signOut.path, icon: .signOut)))
            """)
    }
}
