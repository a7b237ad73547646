import HTTPTypes
package import Model
import Rendering

/// What a portal's pages load from third parties, in ways that need no inline script.
package struct SiteIntegrations: Sendable {
    private let enabled: PortalIntegrations

    /// Nil when none is switched on.
    package init?(_ integrations: PortalIntegrations) {
        enabled = integrations.enabled
        if enabled.all.isEmpty { return nil }
    }

    /// Our script that starts them, and what it must know.
    var head: HTML {
        let config = JSON.object(
            PortalIntegrations.Kind.allCases.compactMap { kind in
                enabled[kind].map { integration in
                    let members = integration.config.sorted { $0.key < $1.key }
                    return JSON.Member(kind.rawValue, .object(members.map { JSON.Member($0.key, $0.value) }))
                }
            })
        return """
            <meta name="portico-integrations" content="\(config.text)">
            <script type="module" src="\(url: AssetStore.path("integrations.js"))"></script>

            """
    }

    /// The origins that their scripts come from.
    var origins: [String] {
        var origins: [String] = []
        if enabled[.tagManager] != nil || enabled[.analytics] != nil {
            origins.append("https://www.googletagmanager.com")
        }
        if enabled[.equalWeb] != nil { origins.append("https://cdn.equalweb.com") }
        return origins
    }
}

extension SiteFrame {
    /// The reply with a policy that lets it load the portal's integrations, and nothing more.
    package func allowed(_ reply: Reply) -> Reply {
        guard let integrations else { return reply }
        let policy = ContentSecurityPolicy(foreignOrigins: integrations.origins)
        return reply.with(.contentSecurityPolicy, policy.text)
    }
}
