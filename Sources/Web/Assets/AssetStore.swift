import CAssets

/// The styles, scripts and images that are compiled into the program, by name and by hashed file name.
package struct AssetStore: Sendable {
    package static let shared = AssetStore(files: compiledIn())

    private let byName: [String: Asset]
    private let byFileName: [String: Asset]

    /// A store of these files; tests make their own.
    package init(files: [String: [UInt8]]) {
        var assets: [String: Asset] = [:]
        var begun: Set<String> = []
        for name in files.keys.sorted() { Self.add(name, of: files, to: &assets, begun: &begun) }
        byName = assets
        byFileName = Dictionary(assets.values.map { ($0.fileName, $0) }) { first, _ in first }
    }

    /// The address of an asset, such as `AssetStore.path("console.css")`. An unknown name gives an address that is 404.
    package static func path(_ name: String) -> String {
        shared.asset(named: name)?.address ?? "/_core/assets/\(name)"
    }

    package func asset(named name: String) -> Asset? { byName[name] }

    /// The asset with this hashed file name; nil for names without the hash or with an old one.
    package func asset(fileName: String) -> Asset? { byFileName[fileName] }

    /// Makes an asset after those that it points to, whose hashes stand in its text.
    private static func add(
        _ name: String, of files: [String: [UInt8]], to assets: inout [String: Asset], begun: inout Set<String>
    ) {
        guard files[name] != nil, begun.insert(name).inserted else { return }
        var made = assets
        var visited = begun
        let bundle = AssetBundle(files: files) { other in
            add(other, of: files, to: &made, begun: &visited)
            return made[other]?.address ?? "./\(other)"
        }
        made[name] = Asset(name: name, bytes: bundle.bytes(of: name))
        assets = made
        begun = visited
    }

    private static func compiledIn() -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for index in 0..<portico_asset_count() {
            let asset = portico_asset_at(index)
            files[String(cString: asset.name)] = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.length))
        }
        return files
    }
}
