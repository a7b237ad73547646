/// What every page of a portal needs to know of its customization and its pictures.
package struct PortalLook: Sendable, Equatable {
    /// Without `css` and `robots`, which pages only link to.
    package var customization: PortalCustomization
    /// When the own sheet was last changed; nil when there is none.
    package var sheetVersion: Instant?
    /// When each picture that there is was last changed.
    package var pictures: [PortalAsset.Kind: Instant]
    package var integrations: PortalIntegrations

    package static let standard = PortalLook(customization: .standard)

    package init(
        customization: PortalCustomization, sheetVersion: Instant? = nil, pictures: [PortalAsset.Kind: Instant] = [:],
        integrations: PortalIntegrations = PortalIntegrations()
    ) {
        self.customization = customization
        self.sheetVersion = sheetVersion
        self.pictures = pictures
        self.integrations = integrations
    }
}
