import CAssets
import Core
import Endpoints
import Logging
import Model
import ServiceLifecycle
import Web

/// The demo beside `portico serve`: its data and its upstream.
struct DemoProgram {
    let upstream: EchoUpstream
    /// What to tell at the start.
    let notes: [String]

    /// Starts the upstream and seeds what is missing. What cannot be seeded is logged: the server starts all the same.
    static func start(_ product: Product, gatewayURL: String, logger: Logger) async throws -> DemoProgram {
        let upstream = try await EchoUpstream.start()
        let document = DocumentRoutes.managementDocument(product, version: Version.current)
            .json(server: product.kernel.settings.publicURL.text)
        let content = DemoContent(files: files(), gatewayURL: gatewayURL, managementAPI: document.text)
        let demo = Demo(product, content: content)
        do {
            let tour = try await demo.start(upstreamPort: upstream.port)
            if tour == nil { logger.notice("there are portals already: no demo is added") }
            return DemoProgram(upstream: upstream, notes: tour.map { lines($0, gatewayURL) } ?? [])
        } catch {
            logger.error("the demo could not be seeded", metadata: ["error": "\(error)"])
            return DemoProgram(upstream: upstream, notes: [])
        }
    }

    private static func lines(_ tour: DemoTour, _ gatewayURL: String) -> [String] {
        var lines = ["Demo:     \(tour.siteURL)"]
        if let password = tour.password { lines.append("          sign in as \(tour.email) with \(password)") }
        if let key = tour.key {
            lines.append("          curl -H 'apikey: \(key)' \(gatewayURL)/demo/flights/flights/CN418")
        }
        return lines
    }

    private static func files() -> [String: String] {
        var files: [String: String] = [:]
        for index in 0..<portico_demo_file_count() {
            let file = portico_demo_file_at(index)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.length)
            files[String(cString: file.name)] = String(decoding: bytes, as: UTF8.self)
        }
        return files
    }
}
