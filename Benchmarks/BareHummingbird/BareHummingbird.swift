import Foundation
import Hummingbird

/// A Hummingbird server that answers every request for `/` with the bytes of a file: what a page could cost at least.
@main
enum BareHummingbird {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[2]) else {
            FileHandle.standardError.write(Data("bare-hummingbird FILE PORT\n".utf8))
            exit(64)
        }
        let bytes = ByteBuffer(bytes: try Data(contentsOf: URL(filePath: arguments[1])))
        let router = Router()
        router.get("/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: ResponseBody(byteBuffer: bytes))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
