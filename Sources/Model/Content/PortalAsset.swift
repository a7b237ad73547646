/// A picture of a portal: its logo or the icon of its pages.
package struct PortalAsset: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case logo, favicon

        package var limit: UploadLimits.Kind { self == .logo ? .logo : .favicon }

        package var rule: PictureRule {
            switch self {
            case .logo: PictureRule(types: PictureType.allCases, maximumSide: 4_096)
            case .favicon: PictureRule(types: PictureType.allCases, maximumSide: 1_024)
            }
        }
    }

    /// The picture of a portal that has none of its own, as a data URL: clients expect that there is one.
    package static let standard =
        "data:image/png;base64,"
        + "iVBORw0KGgoAAAANSUhEUgAAADAAAAAwAgMAAAAqbBEUAAAADFBMVEUvVdQvVdQvVdQvVdTFAd1bAAAABHRSTlMAVar/"
        + "oA4xLwAAAGlJREFUeNpjYKA+YGpA4uj/QLAZ//93gHOk//9/Aufs////H4zN/R8IHkA59SDOXwib7T8YTICYC+GATWf6"
        + "DwUgi+VhnC9Ajj2M84d4DlmA/w/Ip/YfBiOHSB/AwuADXg7XKihYQFY4AQAoCaJtW+O4cAAAAABJRU5ErkJggg=="

    package var portalID: ID<Portal>
    package var kind: Kind
    package var type: PictureType
    package var updatedAt: Instant

    package init(portalID: ID<Portal>, kind: Kind, type: PictureType, updatedAt: Instant) {
        self.portalID = portalID
        self.kind = kind
        self.type = type
        self.updatedAt = updatedAt
    }
}

/// The types of pictures that may be uploaded.
package enum PictureType: String, Sendable, CaseIterable {
    case png = "image/png", jpeg = "image/jpeg", gif = "image/gif", ico = "image/x-icon", svg = "image/svg+xml"

    /// By any of the names that a data URL may use.
    package init?(mediaType: String) {
        switch mediaType.lowercased() {
        case "image/jpg": self = .jpeg
        case "image/ico", "image/icon", "image/vnd.microsoft.icon": self = .ico
        case let name: self.init(rawValue: name)
        }
    }
}

/// What an uploaded picture may be.
package struct PictureRule: Sendable {
    package var types: [PictureType]
    /// In pixels; drawings have none.
    package var maximumSide: Int

    package init(types: [PictureType], maximumSide: Int) {
        self.types = types
        self.maximumSide = maximumSide
    }
}
