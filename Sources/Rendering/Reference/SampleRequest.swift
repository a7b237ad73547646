/// A request as samples show it: with examples for values and placeholders for credentials.
package struct SampleRequest: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    package var method: String
    package var url: String
    package var headers: [Field]
    package var body: String?
    /// The fields of a form, instead of a body.
    package var form: [Field]
    package var isMultipart: Bool

    init(_ operation: APIOperation, _ detail: OperationDetail, reference: APIReference) {
        method = operation.method
        headers = []
        form = []
        isMultipart = false
        var query: [Field] = []
        var path = operation.path
        for parameter in detail.parameters {
            let text = parameter.example?.plainText
            switch parameter.place {
            case .path:
                if let text, !text.isEmpty {
                    path = path.replacing("{\(parameter.name)}", with: AddressText.encoded(text))
                }
            case .query where parameter.isRequired || parameter.example != nil:
                query.append(Field(name: parameter.name, value: text ?? "value"))
            case .header where parameter.isRequired:
                headers.append(Field(name: parameter.name, value: text ?? "value"))
            default: break
            }
        }
        for need in detail.security.first ?? [] {
            switch need.scheme.mechanism {
            case .apiKey(let name, .header): headers.append(Field(name: name, value: "YOUR_API_KEY"))
            case .apiKey(let name, .query): query.append(Field(name: name, value: "YOUR_API_KEY"))
            case .apiKey(let name, .cookie): headers.append(Field(name: "Cookie", value: "\(name)=YOUR_API_KEY"))
            case .basic: headers.append(Field(name: "Authorization", value: "Basic YOUR_CREDENTIALS"))
            case .bearer, .oauth2, .openIDConnect:
                headers.append(Field(name: "Authorization", value: "Bearer YOUR_TOKEN"))
            case .http(let scheme): headers.append(Field(name: "Authorization", value: "\(scheme) YOUR_CREDENTIALS"))
            case .mutualTLS, .broker, .unknown: break
            }
        }
        let base = AddressText.server(detail.servers.first, base: reference.options.serverBase)
        let pairs = query.map { "\(AddressText.encoded($0.name))=\(AddressText.encoded($0.value))" }
        url = base + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
        setBody(detail.body)
    }

    private mutating func setBody(_ body: APIBody?) {
        guard let contents = body?.contents, method != "GET", method != "HEAD" else { return }
        guard let content = contents.first(where: \.isJSON) ?? contents.first else { return }
        if content.isForm {
            isMultipart = content.mediaType.hasPrefix("multipart/")
            form = content.fields.filter { $0.isRequired || $0.example != nil }.prefix(12).map { field in
                Field(name: field.name, value: field.isFile ? "@file" : field.example?.plainText ?? "value")
            }
            if form.isEmpty, let first = content.fields.first { form = [Field(name: first.name, value: "value")] }
            return
        }
        body.map { _ in headers.append(Field(name: "Content-Type", value: content.mediaType)) }
        self.body = content.examples.first?.text ?? ""
    }
}

/// Texts in addresses.
enum AddressText {
    /// The text with everything escaped that means something in an address.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: result += String(UnicodeScalar(byte))
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
