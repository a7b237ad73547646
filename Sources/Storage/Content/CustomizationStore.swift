package import Model

extension Transaction {
    package var customizations: CustomizationStore { CustomizationStore(tx: self) }
}

/// How portals look. Every portal has one row, from its first moment on.
package struct CustomizationStore {
    let tx: Transaction

    func insert(_ customization: PortalCustomization, of portal: ID<Portal>, at now: Instant) throws {
        try tx.run(
            .insert(
                "portal_customizations",
                [
                    "portal_id": "\(portal)", "theme_name": "\(customization.themeName)",
                    "theme_mode": "\(customization.mode)", "theme_primary": "\(customization.primary)",
                    "layout": "\(customization.layout)", "menu": "\(customization.menu.json)",
                    "spec_renderer": "\(customization.specRenderer.json)", "robots": "\(customization.robots)",
                    "css": "\(customization.css)", "updated_at": "\(now)",
                ]))
    }

    /// Refuses `notFound` when the portal is gone.
    package func update(_ customization: PortalCustomization, of portal: ID<Portal>, at now: Instant) throws {
        let update = SQL.update(
            "portal_customizations",
            [
                "theme_name": "\(customization.themeName)", "theme_mode": "\(customization.mode)",
                "theme_primary": "\(customization.primary)", "layout": "\(customization.layout)",
                "menu": "\(customization.menu.json)", "spec_renderer": "\(customization.specRenderer.json)",
                "robots": "\(customization.robots)", "css": "\(customization.css)", "updated_at": "\(now)",
            ], where: "portal_id = \(portal)")
        guard try tx.run(update) == 1 else { throw Refusal.notFound }
        try tx.portals.bump(portal, .content)
    }

    package func find(_ portal: ID<Portal>) throws -> PortalCustomization? {
        try tx.first("SELECT * FROM portal_customizations WHERE portal_id = \(portal)").map { row in
            var found = try Self.customization(row)
            found.robots = try row.textOrNil("robots")
            found.css = try row.textOrNil("css")
            return found
        }
    }

    /// The parts that every page needs.
    package func look(of portal: ID<Portal>) throws -> PortalLook? {
        let row = try tx.first(
            """
            SELECT c.theme_name, c.theme_mode, c.theme_primary, c.layout, c.menu, c.spec_renderer, c.updated_at,
                (c.css IS NOT NULL AND c.css <> '') AS has_css, i.document AS integrations,
                l.updated_at AS logo_at, f.updated_at AS favicon_at
            FROM portal_customizations c
            LEFT JOIN portal_integrations i ON i.portal_id = c.portal_id
            LEFT JOIN portal_assets l ON l.portal_id = c.portal_id AND l.kind = \(PortalAsset.Kind.logo)
            LEFT JOIN portal_assets f ON f.portal_id = c.portal_id AND f.kind = \(PortalAsset.Kind.favicon)
            WHERE c.portal_id = \(portal)
            """)
        guard let row else { return nil }
        var pictures: [PortalAsset.Kind: Instant] = [:]
        pictures[.logo] = try row.instantOrNil("logo_at")
        pictures[.favicon] = try row.instantOrNil("favicon_at")
        return PortalLook(
            customization: try Self.customization(row),
            sheetVersion: try row.bool("has_css") ? try row.instant("updated_at") : nil, pictures: pictures,
            integrations: try row.jsonOrNil("integrations").map(PortalIntegrations.init(json:))?.enabled
                ?? PortalIntegrations())
    }

    private static func customization(_ row: Row) throws -> PortalCustomization {
        PortalCustomization(
            themeName: try row.text("theme_name"), mode: try row.choice("theme_mode"),
            primary: try row.text("theme_primary"), layout: try row.text("layout"),
            menu: PortalMenu(json: try row.json("menu")),
            specRenderer: SpecRenderer(json: try row.json("spec_renderer")))
    }
}

// How the documents in the columns are written: what is read back must be what was put in.
extension PortalMenu {
    fileprivate var json: JSON {
        [
            "main": main.map { .array($0.map(\.json)) } ?? .null,
            "footer_sections": .array(
                footerSections.map { ["title": .string($0.title), "items": .array($0.items.map(\.json))] }),
            "footer_bottom": .array(footerBottom.map(\.json)),
        ]
    }

    fileprivate init(json: JSON) {
        let items = { (json: JSON?) in json?.array?.compactMap(Item.init(json:)) }
        self.init(
            main: items(json["main"]),
            footerSections: json["footer_sections"]?.array?.map {
                Section(title: $0["title"]?.string ?? "", items: items($0["items"]) ?? [])
            } ?? [], footerBottom: items(json["footer_bottom"]) ?? [])
    }
}

extension PortalMenu.Item {
    fileprivate var json: JSON {
        [
            "path": .string(path), "title": .string(title), "visibility": .string(visibility.rawValue),
            "external": .bool(isExternal),
        ]
    }

    fileprivate init?(json: JSON) {
        guard let path = json["path"]?.string, let title = json["title"]?.string,
            let visibility = json["visibility"]?.string.flatMap(Portal.Visibility.init(rawValue:))
        else { return nil }
        self.init(path: path, title: title, visibility: visibility, isExternal: json["external"]?.bool ?? false)
    }
}

extension SpecRenderer {
    fileprivate var json: JSON {
        .object(Switch.allCases.map { JSON.Member($0.rawValue, .bool(self[$0])) })
    }

    fileprivate init(json: JSON) {
        self.init()
        for name in Switch.allCases {
            if let isOn = json[name.rawValue]?.bool { self[name] = isOn }
        }
    }
}
