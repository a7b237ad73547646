/// A request as samples show it: with examples for values and placeholders for credentials.
package struct SampleRequest: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package var name: String
        /// Of a file, its name.
        package var value: String
        package var isFile = false
        /// The type of this part of a multipart body; nil leaves it to the program.
        package var mediaType: String?

        package init(name: String, value: String, isFile: Bool = false, mediaType: String? = nil) {
            self.name = name
            self.value = value
            self.isFile = isFile
            self.mediaType = mediaType
        }
    }

    package var method: String
    package var url: String
    package var headers: [Field]
    package var body: String?
    /// The fields of a form, instead of a body.
    package var form: [Field]
    package var isMultipart: Bool
    /// The name of the file that is the body.
    package var file: String?

    var hasBody: Bool { body != nil || file != nil || !form.isEmpty }

    init(_ operation: APIOperation, _ detail: OperationDetail, reference: APIReference) {
        method = operation.method
        url = ""
        headers = []
        form = []
        isMultipart = false
        var query: [String] = []
        var cookies: [String] = []
        var path = operation.path
        for parameter in detail.parameters {
            let text = ParameterText(parameter)
            switch parameter.place {
            case .path: path = path.replacing("{\(parameter.name)}", with: text.path(Self.example(parameter)))
            case .query where parameter.isRequired || parameter.example != nil:
                query += text.query(Self.example(parameter))
            case .header where parameter.isRequired:
                headers.append(Field(name: parameter.name, value: text.plain(Self.example(parameter))))
            case .cookie where parameter.isRequired:
                cookies.append("\(parameter.name)=\(text.plain(Self.example(parameter)))")
            default: break
            }
        }
        authenticate(detail.security.first ?? [], &query, &cookies)
        if !cookies.isEmpty { headers.append(Field(name: "Cookie", value: cookies.joined(separator: "; "))) }
        let base = AddressText.server(detail.servers.first, base: reference.options.serverBase)
        // What is left of braces would be no address.
        path = AddressText.encoded(path, keeping: "/%:@!$&'()*+,;=?#")
        url = base + path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        setBody(detail.body, in: reference.description)
    }

    private static func example(_ parameter: APIParameter) -> ExampleValue {
        if let example = parameter.example, example.plainText != "" || parameter.place != .path { return example }
        if let schema = parameter.schema {
            let made = ExampleMaker.make(schema, for: .request)
            if made != .null, made.plainText != "" { return made }
        }
        return .string("value")
    }

    private mutating func authenticate(_ needs: [SecurityNeed], _ query: inout [String], _ cookies: inout [String]) {
        for need in needs {
            switch need.scheme.mechanism {
            case .apiKey(let name, .header): headers.append(Field(name: name, value: "YOUR_API_KEY"))
            case .apiKey(let name, .query): query.append("\(AddressText.encoded(name))=YOUR_API_KEY")
            case .apiKey(let name, .cookie): cookies.append("\(name)=YOUR_API_KEY")
            case .basic: headers.append(Field(name: "Authorization", value: "Basic YOUR_CREDENTIALS"))
            case .bearer, .oauth2, .openIDConnect:
                headers.append(Field(name: "Authorization", value: "Bearer YOUR_TOKEN"))
            case .http(let scheme): headers.append(Field(name: "Authorization", value: "\(scheme) YOUR_CREDENTIALS"))
            default: break
            }
        }
    }

    private mutating func setBody(_ body: APIBody?, in description: APIDescription) {
        guard let contents = body?.contents, method != "GET", method != "HEAD" else { return }
        guard let content = contents.first(where: \.isJSON) ?? contents.first else { return }
        if content.isForm {
            isMultipart = content.mediaType.hasPrefix("multipart/")
            form = content.fields.filter { $0.isRequired || $0.example != nil }.prefix(12).map(field)
            if form.isEmpty, let first = content.fields.first { form = [field(first)] }
            return
        }
        headers.append(Field(name: "Content-Type", value: content.mediaType))
        if content.isFile {
            file = "file"
        } else {
            self.body = content.sampleText(in: description)
        }
    }

    private func field(_ parameter: APIParameter) -> Field {
        if parameter.isFile, isMultipart { return Field(name: parameter.name, value: "file", isFile: true) }
        let example = Self.example(parameter)
        if case .object = example { return Field(name: parameter.name, value: example.compactText) }
        return Field(name: parameter.name, value: example.plainText)
    }
}

extension SampleRequest {
    /// The request that the console of a reference describes; nil when it describes none.
    package init?(json: String) {
        guard let root = DocumentTree.parse(json).root, let method = root["method"]?.string,
            let url = root["url"]?.string,
            !method.isEmpty, method.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x2D }),
            method.utf8.count <= 20
        else { return nil }
        self.method = method
        self.url = url
        headers = (root["headers"]?.items ?? []).prefix(100).map(Self.field)
        body = root["body"]?.string
        form = (root["form"]?.items ?? []).prefix(100).map(Self.field)
        isMultipart = root["multipart"]?.bool ?? false
        file = root["file"]?.string
        let texts =
            [url, body ?? "", file ?? ""] + (headers + form).flatMap { [$0.name, $0.value, $0.mediaType ?? ""] }
        if texts.contains(where: { $0.contains("\0") }) { return nil }
        if headers.contains(where: { ($0.name + $0.value).contains(where: \.isNewline) }) { return nil }
    }

    /// The request in each language, each in an element that names it.
    package var samples: HTML { CodeTabs.samples(self, own: []) }

    private static func field(_ node: DocumentNode) -> Field {
        Field(
            name: node["name"]?.string ?? "", value: node["value"]?.string ?? "", isFile: node["file"]?.bool ?? false,
            mediaType: node["type"]?.string)
    }
}

/// Texts in addresses.
enum AddressText {
    /// The text with everything escaped that means something in an address, but for some characters.
    static func encoded(_ text: String, keeping kept: String = "") -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result += String(UnicodeScalar(byte))
            case _ where kept.utf8.contains(byte): result += String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }

    /// The address of a server without a slash at its end; relative ones are put onto the base.
    static func server(_ server: APIServer?, base: String?) -> String {
        absolute(server?.url ?? "", base: base)
    }

    static func absolute(_ address: String, base: String?) -> String {
        var address = address
        if !address.contains("://") {
            let start = base ?? "https://api.example.com"
            if address.hasPrefix("//") {
                address = "https:" + address
            } else {
                address = start + (address.isEmpty || address.hasPrefix("/") ? "" : "/") + address
            }
        }
        while address.hasSuffix("/") { address.removeLast() }
        return address
    }
}
