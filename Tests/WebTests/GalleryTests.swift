import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import Rendering
import Testing
import Web

@Suite struct GalleryTests {
    static let pages: [String: HTML] = [
        "console": Gallery.consolePage("Components", body: Gallery.components).html,
        "site-home": SiteGallery.home().html,
        "site-yellow": SiteGallery.home("#FFD400").html,
        "site-article": SiteGallery.article.html,
        "sign-in-console": SiteGallery.signIn(.console).html,
        "sign-in-site": SiteGallery.signIn(.site(SiteGallery.frame())).html,
        "error-console": SiteGallery.missing(.console).html,
        "error-site": SiteGallery.missing(.site(SiteGallery.frame())).html,
    ]

    @Test(arguments: pages.keys.sorted())
    func nothingOnAPageNeedsUnsafeInline(_ name: String) throws {
        let page = try #require(Self.pages[name]).text
        #expect(page.firstMatch(of: /<[^>]*\sstyle=/) == nil)
        #expect(page.firstMatch(of: /<[^>]*\son[a-z]+=/) == nil)
        #expect(page.firstMatch(of: /<script(?![^>]*\ssrc=)/) == nil)
        #expect(!page.contains("<style"))
    }

    @Test(arguments: pages.keys.sorted())
    func idsOnAPageAreUniqueAndReferencesLeadSomewhere(_ name: String) throws {
        let page = try #require(Self.pages[name]).text
        let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let references = page.matches(of: /\s(?:for|aria-describedby|aria-labelledby|popovertarget)="([^"]+)"/)
            .flatMap { $0.1.split(separator: " ").map(String.init) }
        #expect(Set(references).subtracting(ids).isEmpty)
    }

    @Test(arguments: pages.keys.sorted())
    func everyAssetOnAPageIsServed(_ name: String) throws {
        let page = try #require(Self.pages[name]).text
        let files = page.matches(of: /"\/_core\/assets\/([^"]+)"/).map { String($0.1) }
        #expect(files.count >= 3)
        for file in files {
            #expect(
                AssetRoutes().response(to: .init(method: .get, scheme: nil, authority: nil, path: nil), file: file)
                    .status == .ok)
        }
    }

    /// Writes the pages and their assets to `PORTICO_GALLERY`, to look at them and to run axe on them.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PORTICO_GALLERY"] != nil))
    func theGalleryCanBeLookedAt() throws {
        let directory = URL(filePath: try #require(ProcessInfo.processInfo.environment["PORTICO_GALLERY"]))
        let assets = directory.appending(path: "_core/assets")
        try FileManager.default.createDirectory(at: assets, withIntermediateDirectories: true)
        for (name, page) in Self.pages {
            try page.text.write(to: directory.appending(path: "\(name).html"), atomically: true, encoding: .utf8)
            for match in page.text.matches(of: /"\/_core\/assets\/([^"]+)"/) {
                let file = String(match.1)
                let asset = AssetStore.shared.asset(fileName: file) ?? BrandTheme.sheet(fileName: file)
                let bytes = try #require(asset?.copy(.identity))
                try Data(bytes.readableBytesView).write(to: assets.appending(path: file))
            }
        }
        #expect(FileManager.default.fileExists(atPath: directory.appending(path: "console.html").path()))
    }
}
