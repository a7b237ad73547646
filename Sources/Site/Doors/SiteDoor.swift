package import Core
import HTTPTypes
package import Hummingbird
package import Model
import Rendering
package import Web

/// The doors of a portal's pages, on its own host.
package enum SiteDoor {
    /// For pages that visitors may open too.
    package static func open(_ product: Product, proxies: TrustedProxies) -> Door<PortalVisitor> {
        let entrance = PortalEntrance(product)
        return Door(proxies: proxies) { request, _ in
            try SameOrigin.check(request)
            return try await entrance.visitor(request)
        } present: { refusal, request, requestID in
            await SiteErrorPage.reply(refusal, request, requestID, product)
        }
    }

    /// For pages that need a signed-in developer; everybody else is sent to sign in, and comes back.
    package static func signedIn(_ product: Product, proxies: TrustedProxies) -> Door<PortalDeveloper> {
        let entrance = PortalEntrance(product)
        return Door(proxies: proxies) { request, _ in
            try SameOrigin.check(request)
            return try await entrance.developer(request)
        } present: { refusal, request, requestID in
            if case .unauthenticated? = refusal {
                let detour = SignInDetour(request)
                return detour.reply(to: SiteAddress.signIn(returnTo: detour.target).path)
            }
            return await SiteErrorPage.reply(refusal, request, requestID, product)
        }
    }
}

/// Every page of the Site, in two lists: what is mounted is what stands here.
package enum SitePages {
    package static func endpoints(_ product: Product) -> [Endpoint<PortalVisitor>] {
        HomePages(product).endpoints + SignUpPages(product).endpoints + SignInPages(product).endpoints
            + PasswordPages(product).endpoints + CatalogPages(product).endpoints
            + APISitePages(product).endpoints + ReferencePages(product).endpoints + SearchPages(product).endpoints
            + ComparePages(product).endpoints + TryItPages(product).endpoints
            + LookPages(product).endpoints + AgentPages(product).endpoints + ContentPages(product).endpoints
    }

    package static func signedInEndpoints(_ product: Product) -> [Endpoint<PortalDeveloper>] {
        AccountPages().endpoints + ApplicationPages(product).endpoints + ApplicationActions(product).endpoints
            + UseAPIPages(product).endpoints + TeamPages(product).endpoints
    }
}

/// The page of a refusal, in the frame of the portal that the request is for.
package enum SiteErrorPage {
    package static func reply(
        _ refusal: Refusal?, _ request: Request, _ requestID: String, _ product: Product
    ) async -> Reply {
        let look = Look(refusal)
        guard let visitor = try? await PortalEntrance(product).visitor(request) else {
            let page = ErrorPage(
                owner: .site(SiteFrame(name: "Developer portal")), status: look.status.code, title: "No such portal",
                text: "<p>Nothing answers at this address. Check the link that brought you here.</p>")
            return .html(page.html, status: look.status)
        }
        let layout = SiteLayout(
            portal: visitor.portal, developer: visitor.developer, look: visitor.look,
            address: request.uri.string)
        let words = Self.words(look.status.code, look.detail)
        let page = ErrorPage(
            owner: .site(layout.frame), status: look.status.code, title: words.title, text: words.text,
            actions: actions(visitor, request, look.status.code),
            requestID: look.status.code >= 500 ? requestID : nil)
        return layout.frame.allowed(.html(page.html, status: look.status))
    }

    /// For an address that the portal is not open to; it does not say which portal this is.
    package static func notAdmitted(_ refusal: Refusal, address: String) -> Reply {
        let page = ErrorPage(
            owner: .site(SiteFrame(name: "Developer portal")), status: Look(refusal).status.code,
            title: "Not open to your address",
            text: """
                <p>This portal admits listed networks only, and <code>\(address)</code> is in none of them. Use your \
                company's network, or send this address to whoever runs the portal.</p>
                """)
        return .html(page.html, status: Look(refusal).status)
    }

    private static func words(_ status: Int, _ detail: String) -> (title: String, text: HTML) {
        switch status {
        case 404:
            (
                "Page not found",
                "<p>There is nothing at this address, or you have to sign in to see it.</p>"
            )
        case 500...: ("Something went wrong", "<p>It is not your fault. Please try again.</p>")
        default: ("That did not work", "<p>\(detail)</p>")
        }
    }

    private static func actions(_ visitor: PortalVisitor, _ request: Request, _ status: Int) -> HTML {
        let home = UI.linkButton("Go to the start page", to: SiteAddress.home.path)
        let asksToSignIn = status == 404 && visitor.portal.authenticationEnabled && visitor.developer == nil
        guard asksToSignIn else { return home }
        let way = LocalPath.checked(request.uri.string)
        return UI.linkButton("Sign in", to: SiteAddress.signIn(returnTo: way).path, .primary) + home
    }
}
