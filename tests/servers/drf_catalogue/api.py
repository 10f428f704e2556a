"""Models, serializers and views of the catalogue."""

import csv
import io
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from rest_framework import generics, pagination, renderers, serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.servers.drf_fields import Char, Decimal, Integer, JSONParser, PrimaryKey


def now() -> Any:
    """Timestamps have a resolution of one second."""
    return timezone.now().replace(microsecond=0)


class Category(models.Model):
    name = models.CharField(max_length=60)

    class Meta:
        ordering: ClassVar = ["id"]


class Product(models.Model):
    sku = models.CharField(max_length=7)
    name = models.CharField(max_length=120)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    price = models.DecimalField(max_digits=8, decimal_places=2)
    stock = models.IntegerField(default=0)
    attributes = models.JSONField(default=dict)
    created = models.DateTimeField(default=now)
    modified = models.DateTimeField(default=now)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]


class Conflict(APIException):
    status_code = 409
    default_detail = "A product with this SKU exists."


class CategorySerializer(serializers.ModelSerializer):
    name = Char(max_length=60)

    class Meta:
        model = Category
        fields: ClassVar = ["id", "name"]


class ProductSerializer(serializers.ModelSerializer):
    sku = serializers.RegexField(r"\A[A-Z]{2}-[0-9]{4}\Z", max_length=7, trim_whitespace=False)
    name = Char(max_length=120)
    category = PrimaryKey(queryset=Category.objects.all())
    price = Decimal(max_digits=8, decimal_places=2)
    stock = Integer(min_value=0, max_value=1000000, default=0)
    in_stock = serializers.SerializerMethodField()
    attributes = serializers.DictField(child=Char(max_length=100, allow_blank=True), default=dict)

    class Meta:
        model = Product
        fields: ClassVar = [
            *("id", "sku", "name", "category", "price", "stock", "in_stock", "attributes"),
            *("created", "modified", "archived_at"),
        ]
        read_only_fields: ClassVar = ["created", "modified", "archived_at"]

    def get_in_stock(self, product: Product) -> bool:
        return product.stock > 0


def check_sku(sku: str | None, own: Product | None = None) -> None:
    """Raise Conflict if another product has the SKU."""
    taken = Product.objects.filter(sku=sku).exclude(pk=own.pk if own else None)
    if settings.BUG != "duplicate-sku" and taken.exists():
        raise Conflict


class Pages(pagination.LimitOffsetPagination):
    default_limit = 25
    max_limit = 100

    def get_limit(self, request: Any) -> int:
        """The framework's own methods ignore what is not a number."""
        return self.number(request, "limit", 1, self.max_limit, self.default_limit)

    def get_offset(self, request: Any) -> int:
        return self.number(request, "offset", 0, 1000000, 0)

    def number(self, request: Any, name: str, least: int, most: int, default: int) -> int:
        text = request.query_params.get(name, str(default))
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            raise ValidationError({name: [f"Must be a number from {least} to {most}."]})
        return int(text)


class View(generics.GenericAPIView):
    parser_classes: ClassVar = [JSONParser]
    pagination_class = Pages


class CategoryList(View, generics.ListCreateAPIView):
    queryset = Category.objects.all()
    serializer_class = CategorySerializer


class CategoryDetail(View, generics.RetrieveUpdateDestroyAPIView):
    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    http_method_names: ClassVar = ["get", "put", "delete", "head", "options"]

    def perform_destroy(self, instance: Any) -> None:
        try:
            instance.delete()
        except models.ProtectedError as error:
            raise Conflict("The category has products.") from error


class ProductList(View, generics.ListCreateAPIView):
    serializer_class = ProductSerializer

    def get_queryset(self) -> Any:
        """Products that are not archived, unless archived ones are asked for."""
        archived = self.request.query_params.get("archived", "false")
        if archived not in {"true", "false"}:
            raise ValidationError({"archived": ["Must be true or false."]})
        return Product.objects.filter(archived_at__isnull=archived == "false")

    def perform_create(self, serializer: Any) -> None:
        check_sku(serializer.validated_data["sku"])
        serializer.save()


class ProductBulk(View):
    serializer_class = ProductSerializer

    @transaction.atomic
    def post(self, request: Any) -> Response:
        serializer = self.get_serializer(data=request.data, many=True, allow_empty=False, max_length=50)
        serializer.is_valid(raise_exception=True)
        for fields in serializer.validated_data:
            check_sku(fields["sku"])
        skus = {fields["sku"] for fields in serializer.validated_data}
        if len(skus) < len(serializer.validated_data) and settings.BUG != "duplicate-sku":
            raise Conflict
        serializer.save()
        return Response(serializer.data, status=201)


class ProductDetail(View, generics.RetrieveUpdateDestroyAPIView):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer

    def perform_update(self, serializer: Any) -> None:
        if "sku" in serializer.validated_data:
            check_sku(serializer.validated_data["sku"], serializer.instance)
        moved = {} if settings.BUG == "modified-never-moves" else {"modified": now()}
        serializer.save(**moved)

    def perform_destroy(self, instance: Product) -> None:
        """Archive the product; a second time changes nothing."""
        if instance.archived_at is None:
            instance.archived_at = now()
            instance.save()


class ProductRestore(View):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer

    def post(self, request: Any, pk: str) -> Response:
        product = self.get_object()
        product.archived_at = None
        product.save()
        return Response(self.get_serializer(product).data)


class CSVRenderer(renderers.BaseRenderer):
    media_type = "text/csv"
    format = "csv"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text)
        for row in [["sku", "name", "price", "stock"], *([*item.values()] for item in data)]:
            writer.writerow(row)
        return text.getvalue().encode()


class PriceList(APIView):
    renderer_classes: ClassVar = [renderers.JSONRenderer, CSVRenderer]

    def get(self, request: Any) -> Response:
        names = ("sku", "name", "price", "stock")
        rows = Product.objects.filter(archived_at__isnull=True).values(*names)
        return Response([{**row, "price": str(row["price"])} for row in rows])


def not_found(request: Any, exception: Any) -> JsonResponse:
    """Unknown paths get JSON as well."""
    return JsonResponse({"detail": "Not found."}, status=404)


handler404 = not_found
urlpatterns = [
    path("categories/", CategoryList.as_view()),
    path("categories/<pk>/", CategoryDetail.as_view()),
    path("price-list/", PriceList.as_view()),
    path("products/", ProductList.as_view()),
    path("products/bulk/", ProductBulk.as_view()),
    path("products/<pk>/", ProductDetail.as_view()),
    path("products/<pk>/restore/", ProductRestore.as_view()),
]
