import Core
import Foundation
import Model
import TestKit
import Testing

@Suite struct CustomizationsTests {
    private static let hostile = """
        <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script><rect width="1"/></svg>
        """

    private func uri(_ type: String, _ bytes: some Sequence<UInt8>) -> String {
        "data:\(type);base64,\(Data(bytes).base64EncodedString())"
    }

    @Test func drawingsAreServedWithoutWhatActs() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), sent = uri("image/svg+xml", Self.hostile.utf8)
            let customizations = world.product.customizations
            try await customizations.putAsset(.logo, dataURI: sent, on: portal.id, as: world.root)
            #expect(try await customizations.assetData(.logo, on: portal.id, as: world.root) == sent)
            let served = String(decoding: try await customizations.asset(.logo, on: portal.id).bytes, as: UTF8.self)
            #expect(served.contains("<rect"))
            #expect(!served.contains("alert"))
        }
    }

    @Test func whatIsNoPictureOrTooLargeIsRefused() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), customizations = world.product.customizations
            let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
            let huge = png + [0, 1, 0, 0, 0, 0, 0, 1]
            for data in [
                "", "data:", "data:image/png;base64,!!!", uri("image/png", "<html>".utf8), uri("text/html", "x".utf8),
                uri("image/gif", png + [0, 0, 0, 1, 0, 0, 0, 1]), uri("image/png", huge),
                uri("image/svg+xml", "<html></html>".utf8), uri("image/webp", png),
                uri("image/png", png + [0, 0, 0, 1, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 200 << 10)),
            ] {
                await #expect(throws: Refusal.self, "\(data.prefix(60))") {
                    try await customizations.putAsset(.favicon, dataURI: data, on: portal.id, as: world.root)
                }
            }
            let icon: [UInt8] = [0, 0, 1, 0, 1, 0, 16, 16] + [UInt8](repeating: 0, count: 20)
            for type in ["image/x-icon", "image/vnd.microsoft.icon", "image/ico"] {
                try await customizations.putAsset(.favicon, dataURI: uri(type, icon), on: portal.id, as: world.root)
            }
            #expect(try await customizations.asset(.favicon, on: portal.id).asset.type == .ico)
        }
    }

    @Test(arguments: Engines.all) func whatIsPatchedIsMergedAndWhatIsPutReplaces(engine: Engines) async throws {
        try await World.on(engine) { world in
            let portal = try await world.portal(), customizations = world.product.customizations
            var change = PortalCustomizationChange()
            change.css = .set("a")
            change.main = .set([PortalMenu.Item(path: "/x", title: "X", visibility: .private)])
            try await customizations.update(portal.id, change, as: world.root)
            var other = PortalCustomizationChange()
            other.primary = .set("#abc")
            let merged = try await customizations.update(portal.id, other, as: world.root)
            #expect(merged.css == "a" && merged.primary == "#abc" && merged.menu.main?.count == 1)
            let shown = try await customizations.shown(on: portal, as: .visitor(portal: portal.id))
            #expect(shown.menu.main == [])
            let replaced = try await customizations.replace(portal.id, other, as: world.root)
            #expect(replaced.css == nil && replaced.menu == PortalMenu())
            other.primary = .set("red;}")
            let bad = other
            await #expect(throws: Refusal.self) { try await customizations.update(portal.id, bad, as: world.root) }
        }
    }

    @Test func anIntegrationNeedsItsKey() async throws {
        try await World.on(.sqlite) { world in
            let portal = try await world.portal(), customizations = world.product.customizations
            var change = IntegrationChange()
            change.isEnabled = true
            for id in [JSON.null, "UA-1", "GTM-", "GTM-a\"b", "gtm-ABC1"] {
                change.config["id"] = id
                let changes: [PortalIntegrations.Kind: IntegrationChange?] = [.tagManager: change]
                await #expect(throws: Refusal.self, "\(id)") {
                    _ = try await customizations.setIntegrations(
                        of: portal.id, changes, replacing: false, as: world.root)
                }
            }
        }
    }
}
