//===- Opaque.cpp - What libtorch has no form for, kept as text -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The carriers of text: an object of a private class for an attribute, a tensor
// with metadata, a subclass of c10::Type. Calls of Python functions are in
// PythonCall.cpp.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Opaque.h"

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Attribute values
//===----------------------------------------------------------------------===//

/// libtorch compares objects by identity, which is just what opaque text wants.
static const c10::ClassTypePtr &opaqueClass() {
  static const c10::ClassTypePtr type = [] {
    auto created = c10::ClassType::create(c10::QualifiedName("__hier__.Opaque"),
                                          std::weak_ptr<CompilationUnit>(),
                                          /*is_module=*/false);
    created->addAttribute("text", c10::StringType::get());
    return created;
  }();
  return type;
}

c10::IValue makeOpaqueValue(llvm::StringRef text) {
  auto object = c10::ivalue::Object::create(
      c10::StrongTypePtr(nullptr, opaqueClass()), /*numSlots=*/1);
  object->setSlot(0, text.str());
  return object;
}

std::optional<llvm::StringRef> opaqueText(const c10::IValue &value) {
  if (!value.isObject())
    return std::nullopt;
  const c10::ivalue::Object &object = value.toObjectRef();
  if (object.type() != opaqueClass())
    return std::nullopt;
  return llvm::StringRef(object.getSlot(0).toStringRef());
}

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

namespace {

struct OpaqueTensorText : c10::BackendMeta {
  explicit OpaqueTensorText(std::string text) : text(std::move(text)) {}
  std::string text;
};

/// libtorch prints a tensor of more than eight elements as `<Tensor>`, looking
/// at none of them: what a tensor without storage needs.
constexpr int64_t opaqueElements = 9;

} // namespace

at::Tensor makeOpaqueTensor(llvm::StringRef text, at::ScalarType dtype) {
  at::Tensor tensor = at::empty(
      {opaqueElements}, at::TensorOptions().dtype(dtype).device(at::kMeta));
  tensor.unsafeGetTensorImpl()->set_backend_meta(
      c10::make_intrusive<OpaqueTensorText>(text.str()));
  return tensor;
}

std::optional<llvm::StringRef> opaqueText(const at::Tensor &tensor) {
  if (!tensor.defined() || !tensor.is_meta())
    return std::nullopt;
  const auto *meta = dynamic_cast<const OpaqueTensorText *>(
      tensor.unsafeGetTensorImpl()->get_backend_meta());
  if (!meta)
    return std::nullopt;
  return llvm::StringRef(meta->text);
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

namespace {

/// Its kind is AnyType's since that is the one kind libtorch never casts down
/// from: with another it would take this for the class that it is not.
class OpaqueType : public c10::Type {
public:
  explicit OpaqueType(std::string spelling)
      : Type(c10::TypeKind::AnyType), spelling(std::move(spelling)) {}

  bool equals(const c10::Type &other) const override {
    const auto *opaque = dynamic_cast<const OpaqueType *>(&other);
    return opaque && opaque->spelling == spelling;
  }
  /// Lets `==` ask this type and not the other: AnyType looks at the kind only.
  bool symmetric() const override { return false; }
  std::string str() const override { return spelling; }

private:
  std::string spelling;
};

} // namespace

c10::TypePtr makeOpaqueType(llvm::StringRef spelling) {
  return std::make_shared<OpaqueType>(spelling.str());
}

bool isOpaque(const c10::Type &type) {
  return dynamic_cast<const OpaqueType *>(&type) != nullptr;
}

} // namespace hier
