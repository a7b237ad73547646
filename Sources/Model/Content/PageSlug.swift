/// What a page adds to its address: one segment, `/` for the start page. Clients may write a slash before it.
package enum PageSlug {
    package static let rule = TextRule(
        1...512,
        pattern: TextRule.Pattern("^/?[A-Za-z0-9._~-]*$") { text in
            let segment = text.hasPrefix("/") ? text.dropFirst() : text[...]
            return segment.utf8.allSatisfy(isAllowed) && segment != "." && segment != ".."
        })

    /// The segment of the start page: `/` and `home` name the same page.
    package static let home = "home"

    /// First segments of addresses that are the Site's own.
    package static let reserved: Set<String> = [
        "login", "register", "forgot-password", "reset-password", "verify-email", "logout", "apps", "account", "api",
        "search", "npm", "_core", "_api", "_preview-mode", ".well-known", "robots.txt", "llms.txt",
        "llms-full.txt", "favicon.ico",
    ]

    /// The first segment of the addresses of APIs: a page there introduces the catalog, and there is none below it.
    package static let catalog = "apis"

    /// The segment that a slug stands for.
    package static func segment(_ slug: String) -> String {
        let segment = slug.hasPrefix("/") ? String(slug.dropFirst()) : slug
        return segment.isEmpty ? home : segment
    }

    /// The address of segments, such as `/guides/errors`.
    package static func path(_ segments: [String]) -> String {
        segments == [home] ? "/" : "/" + segments.joined(separator: "/")
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
