import Core
import HTTPTypes
import Model
import Web

/// What the frame of a portal's pages links to: its pictures and its own sheet, and what robots may read.
struct LookPages {
    private let customizations: Customizations

    init(_ product: Product) {
        customizations = product.customizations
    }

    var endpoints: [Endpoint<PortalVisitor>] {
        let pictures = PortalAsset.Kind.allCases.map { kind in
            Endpoint<PortalVisitor>.get("/_core/portal/\(kind.rawValue)", kind.rawValue) { call in
                let found = try await customizations.asset(kind, on: call.caller.portal.id)
                let reply = Reply.picture(found.bytes, type: found.asset.type.rawValue)
                return Self.kept(reply, call, version: found.asset.updatedAt)
            }
        }
        return pictures + [.get("/_core/portal/site.css", "site-sheet", sheet), .get("/robots.txt", "robots", robots)]
    }

    private func sheet(_ call: Call<PortalVisitor>) async throws -> Reply {
        let shown = try await customizations.shown(on: call.caller.portal, as: call.caller.actor)
        guard let css = shown.css, let version = call.caller.look.sheetVersion else { throw Refusal.notFound }
        return Self.kept(.text(css, type: "text/css; charset=utf-8"), call, version: version)
    }

    /// Until somebody says otherwise, robots may read what is public.
    private func robots(_ call: Call<PortalVisitor>) async throws -> Reply {
        let portal = call.caller.portal
        let shown = try await customizations.shown(on: portal, as: call.caller.actor)
        return .text(shown.robots ?? "User-agent: *\n\(portal.isPrivate ? "Disallow" : "Allow"): /\n")
    }

    /// What is asked for by its current version never changes.
    private static func kept(_ reply: Reply, _ call: Call<PortalVisitor>, version: Instant) -> Reply {
        guard call.query("v") == String(version.milliseconds) else { return reply }
        var reply = reply
        reply.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return reply
    }
}
