/// How a list or an object is written into an address or a header, in words.
enum ParameterWords {
    static func html(_ parameter: APIParameter) -> HTML? {
        example(parameter).map { "written <code>\($0)</code>" }
    }

    /// An example of the form; nil for plain values, which need no words.
    private static func example(_ parameter: APIParameter) -> String? {
        guard let types = parameter.schema?.types, let name = parameter.name.split(separator: "[").first else {
            return nil
        }
        let isInQuery = parameter.place == .query || parameter.place == .cookie || parameter.place == .form
        let style = parameter.style ?? (isInQuery ? "form" : "simple")
        let explodes = parameter.explode ?? (style == "form" || style == "cookie")
        if types == ["array"] { return list(String(name), style, explodes) }
        return types == ["object"] ? object(String(name), style, explodes) : nil
    }

    private static func list(_ name: String, _ style: String, _ explodes: Bool) -> String {
        switch style {
        case "form", "cookie": explodes ? "\(name)=a&\(name)=b" : "\(name)=a,b"
        case "spaceDelimited": explodes ? "\(name)=a&\(name)=b" : "\(name)=a%20b"
        case "pipeDelimited": explodes ? "\(name)=a&\(name)=b" : "\(name)=a|b"
        case "deepObject": "\(name)[]=a&\(name)[]=b"
        case "matrix": explodes ? ";\(name)=a;\(name)=b" : ";\(name)=a,b"
        case "label": explodes ? ".a.b" : ".a,b"
        default: "a,b"
        }
    }

    private static func object(_ name: String, _ style: String, _ explodes: Bool) -> String {
        switch style {
        case "form", "cookie": explodes ? "key=value&other=value" : "\(name)=key,value,other,value"
        case "spaceDelimited": "\(name)=key%20value"
        case "pipeDelimited": "\(name)=key|value"
        case "deepObject": "\(name)[key]=value"
        case "matrix": explodes ? ";key=value;other=value" : ";\(name)=key,value,other,value"
        case "label": explodes ? ".key=value.other=value" : ".key,value,other,value"
        default: explodes ? "key=value,other=value" : "key,value,other,value"
        }
    }
}
